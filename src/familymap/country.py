"""A country by its name: its declarations, loaded and checked before anything runs."""

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from familymap import __version__
from familymap.families.rules import FamilyRules, load_family_rules
from familymap.needs.declaration import Needs, load_needs
from familymap.needs.figure_declaration import Figures, load_figures
from familymap.people.linkage import Linkage, load_linkage
from familymap.portrait.villages import VillageCodes, load_village_codes
from familymap.registers.contract import Contract, load_contracts
from familymap.wellbeing.method import Method, load_methods

DECLARATIONS = ("*.json", "*.py", "*.yaml")
"""Files in which a country declares something."""


class UnknownCountry(ValueError):
    """There is no folder of declarations of that name."""


@dataclass(frozen=True)
class Country:
    """What one country declares; a second country is a second folder of the same shape."""

    name: str
    folder: Path
    contracts: dict[str, Contract]
    linkage: Linkage
    family_rules: FamilyRules
    village_codes: VillageCodes
    methods: dict[str, Method]
    needs: Needs
    figures: Figures

    @cached_property
    def rules_version(self) -> str:
        """The software's version and a digest of every declaration: it changes whenever a rule changes."""
        digest = hashlib.sha256()
        for file in sorted(path for kind in DECLARATIONS for path in self.folder.rglob(kind)):
            digest.update(f"{file.relative_to(self.folder)}\n".encode())
            digest.update(file.read_bytes())
        return f"{__version__}+{digest.hexdigest()[:12]}"


@cache
def load(name: str = "kazakhstan") -> Country:
    """The declarations of a country, read once by each process.

    Raises UnknownCountry, or the error of the file that cannot be used.
    """
    folder = Path(str(resources.files("familymap"))) / name
    if not (folder / "registers").is_dir():
        raise UnknownCountry(f"There are no declarations for «{name}»: expected a folder {folder}/registers.")
    return Country(
        name=name,
        folder=folder,
        contracts=load_contracts(folder / "registers"),
        linkage=load_linkage(folder / "linkage.yaml"),
        family_rules=load_family_rules(folder / "family_rules.yaml"),
        village_codes=load_village_codes(folder / "places" / "village_codes.yaml"),
        methods=load_methods(folder / "wellbeing"),
        needs=load_needs(folder / "needs"),
        figures=load_figures(folder / "figures"),
    )
