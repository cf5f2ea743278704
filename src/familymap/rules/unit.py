"""The rules worked out for one family at once: its members, its household and itself."""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import family, household, person
from familymap.rules.direct import Evaluate, compiled
from familymap.rules.sources import of_silence
from familymap.rules.values import Stored

FactsOf = MutableMapping[str, Stored]


@dataclass
class OneFamily:
    """The facts of one family, of its members and of its head's household, by name, in stored form.

    `household_members` are the facts of everybody in the household; where not given, the members stand for
    it.
    """

    members: Sequence[FactsOf]
    family: FactsOf = field(default_factory=dict)
    household: FactsOf = field(default_factory=dict)
    household_members: Sequence[FactsOf] | None = None


@dataclass(frozen=True)
class Evaluation:
    """A catalogue made ready to be worked out directly; made once, used for many families."""

    catalogue: Catalogue

    @cached_property
    def _order(self) -> Sequence[tuple[str, str, Evaluate]]:
        return [
            (name, settled.rule.level.name, compiled(settled.node))
            for name, settled in self.catalogue.rules.items()
            if not settled.rule.register
        ]

    @cached_property
    def _silence(self) -> Mapping[str, Stored]:
        return {
            name: of_silence(settled, self.catalogue.registers[settled.rule.register])
            for name, settled in self.catalogue.rules.items()
            if settled.rule.register
        }

    def complete(self, one: OneFamily) -> OneFamily:
        """The family with every fact worked out; facts that are given already stay as they are.

        A fact over a register that is not given is what the register's silence means; a base fact that is not
        given is unknown.
        """
        everybody = [*one.members, *(one.household_members or ())]
        unknown = dict.fromkeys(self.catalogue.base[person])
        for facts in everybody:
            for name, silent in {**unknown, **self._silence}.items():
                facts.setdefault(name, silent)
        for name in self.catalogue.base[family]:
            one.family.setdefault(name, None)
        for name in self.catalogue.base[household]:
            one.household.setdefault(name, None)
        for name, level, evaluate in self._order:
            if level == "person":
                for facts in everybody:
                    if name not in facts:
                        facts[name] = evaluate(ChainMap(facts, one.family, one.household), ())
            elif level == "family":
                if name not in one.family:
                    one.family[name] = evaluate(ChainMap(one.family, one.household), one.members)
            elif name not in one.household:
                housemates = one.members if one.household_members is None else one.household_members
                one.household[name] = evaluate(one.household, housemates)
        return one
