"""What a country says of its figures: what else is counted, by which ages, what each is called."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from familymap.declarations import BadDeclaration, Words, read_tree, validated
from familymap.needs.declaration import BadNeeds
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import family, person
from familymap.rules.values import YES_NO

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
WORDINGS = frozenset(
    {
        *("families", "people", "households", "lack", "unmet", "side", "poor", "intensity", "adjusted"),
        *("poor_side", "adjusted_side"),
        *("any_gap", "cause", "gap", "gap_money", "gap_money_once", "all_gap_money", "take_up"),
        *("freshness", "age_from", "age_over", "women", "men"),
    }
)
"""The figures, ages and sexes for which words are declared."""

THEMES = frozenset({"people", "lacks", "unmet", "gaps", "take_up", "data"})


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wording(_Declared):
    """A figure's title and the sentence that defines it."""

    title: Words
    plain: Words


class Counted(Wording):
    """A figure counted by a yes/no fact of people or families; `within` says among whom its share is."""

    unit: Literal["people", "families"]
    fact: Name
    within: Name | None = None
    theme: Name


class Figures(_Declared):
    """The whole declaration of `figures/figures.yaml`."""

    version: Annotated[int, Field(ge=1)]
    ages: Annotated[tuple[int, ...], Field(min_length=1)]
    counted: dict[Name, Counted]
    themes: dict[Name, Words]
    wordings: dict[Name, Wording]

    @model_validator(mode="after")
    def _complete(self) -> "Figures":
        if list(self.ages) != sorted(set(self.ages)) or self.ages[0] != 0:
            raise ValueError("ages: begin with 0 and let every number be larger than the one before")
        for what, there, wanted in (("themes", self.themes, THEMES), ("wordings", self.wordings, WORDINGS)):
            if wrong := sorted(wanted ^ set(there)):
                raise ValueError(f"{what}: there have to be exactly {sorted(wanted)}; look at {wrong}")
        if strange := sorted({one.theme for one in self.counted.values()} - THEMES):
            raise ValueError(f"counted: there is no theme {strange}")
        return self


def load_figures(folder: Path) -> Figures:
    """The declaration in `figures.yaml` of that folder. Raises BadDeclaration."""
    path = folder / "figures.yaml"
    content, tree = read_tree(path)
    if not isinstance(content, dict):
        raise BadDeclaration(f"{path}:1: a declaration of figures is a list of «name: value» lines.")
    return validated(Figures, content, path, tree)


def checked(figures: Figures, made: Catalogue) -> Figures:
    """The declaration, if every fact it names is a yes/no fact of its unit. Raises BadNeeds."""
    faults = []
    for name, one in figures.counted.items():
        level = person if one.unit == "people" else family
        for fact in filter(None, (one.fact, one.within)):
            if fact not in made.rules:
                faults.append(f"figure «{name}»: «{fact}» is no fact of the country")
            elif made.type_of(fact) != YES_NO or made.level_of(fact) != level:
                faults.append(f"figure «{name}»: «{fact}» is no yes/no fact of a {level.name}")
    if faults:
        raise BadNeeds("\n".join(faults))
    return figures
