"""How a village is told from a town by the code of its place, as the country declares it."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from familymap.declarations import read_tree, validated

Digits = Annotated[str, Field(pattern=r"^\d\d$")]
PlaceCode = Annotated[str, Field(pattern=r"^\d{9}$")]


class Okrugs(BaseModel):
    """A range of okrug numbers, both ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    first: Digits = Field(alias="from")
    last: Digits = Field(alias="to")


class VillageCodes(BaseModel):
    """Which codes of places are towns and which are villages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Annotated[int, Field(ge=1)]
    okrug_begins_at: Annotated[int, Field(ge=1, le=8)]
    town_okrugs: Okrugs
    village_okrugs: Okrugs
    city_regions: tuple[Digits, ...]
    towns_with_village_code: tuple[PlaceCode, ...]
    villages_with_town_code: tuple[PlaceCode, ...]
    reference: Annotated[str, Field(min_length=1)]

    def is_village(self, code: str) -> str:
        """SQL: whether the place of this code is a village; unknown where the code does not tell."""
        okrug = f"substr({code}, {self.okrug_begins_at}, 2)"
        lines = [
            _when(code, self.towns_with_village_code, "false"),
            _when(code, self.villages_with_town_code, "true"),
            _when(f"substr({code}, 1, 2)", self.city_regions, "false"),
            f"when {okrug} between '{self.town_okrugs.first}' and '{self.town_okrugs.last}' then false",
            f"when {okrug} between '{self.village_okrugs.first}' and '{self.village_okrugs.last}' then true",
        ]
        return f"(case {' '.join(line for line in lines if line)} end)"


def _when(value: str, listed: tuple[str, ...], answer: str) -> str:
    codes = ", ".join(f"'{code}'" for code in listed)
    return f"when {value} in ({codes}) then {answer}" if listed else ""


def load_village_codes(path: Path) -> VillageCodes:
    """The declaration in that YAML file. Raises BadDeclaration."""
    content, tree = read_tree(path)
    return validated(VillageCodes, content, path, tree)
