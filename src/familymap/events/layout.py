"""What an index holds of each register: the columns that rules, families and events look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from familymap.country import Country
from familymap.events.kinds import Kinds
from familymap.families.changes import WATCHED
from familymap.families.nearby import ROLES
from familymap.rules.catalogue import Catalogue


@dataclass(frozen=True)
class Layout:
    """The registers of an index: which roles are looked up and which columns are kept."""

    country: Country
    made: Catalogue
    kinds: Kinds

    @cached_property
    def columns(self) -> Mapping[str, list[str]]:
        """Register → the columns kept beside the key."""
        kept: dict[str, set[str]] = {
            name: set(columns[1:]) for name, columns in WATCHED.items() if name in ROLES
        }
        kept.setdefault(self.country.linkage.spine.deaths, set()).add(self.country.linkage.spine.death_date)
        for settled in self.made.rules.values():
            if settled.rule.register:
                kept.setdefault(settled.rule.register, set()).update(settled.node.names)
        for register in self.kinds.registers:
            read = set(self.kinds.read(register))
            kept.setdefault(register, set()).update(read)
            for rule in self.country.contracts[register].rules:
                if rule.level != "warn" and read.intersection(rule.named):
                    kept[register].update(set(rule.named) & set(self.country.contracts[register].columns))
        return {
            name: sorted(column for column in columns if column != self.country.contracts[name].key)
            for name, columns in sorted(kept.items())
        }

    @cached_property
    def bits(self) -> Mapping[tuple[str, str], int]:
        """Register and role → the bit that tells, in the number of a person, that such a row names them."""
        places = [(register, role) for register in self.columns for role in self.roles(register)]
        return {place: 1 << number for number, place in enumerate(places)}

    def roles(self, register: str) -> list[str]:
        """The roles of a register."""
        return list(self.country.contracts[register].subjects)

    def link(self, register: str, role: str) -> str:
        """The link table of a role."""
        return f"link_{register}" if role == "person" else f"link_{register}_{role}"
