"""What a card is told with: the country's rules, texts and registers as they stand for one publication."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from pathlib import Path

from familymap import country
from familymap.country import Country
from familymap.engine.store import RunStore, SealedRun
from familymap.explanations.explain import Explainer
from familymap.measures.one_family import SealedFamily, received_days
from familymap.measures.sources import sources_of
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import LEVELS, Measure
from familymap.web.families import sealed
from familymap.web.families.declaration import Card, card_of
from familymap.web.families.hurting import hidden_facts, untold_measures

KEPT = 32
"""Families that are kept read."""


@dataclass(frozen=True)
class Reference:
    """The country, its card and its rules on the day of a run, and how fresh each register was."""

    store: Path
    run: SealedRun
    country: Country
    card: Card
    explainer: Explainer
    received: Mapping[str, date | None]

    @property
    def made(self) -> Catalogue:
        """The rules in force on the day of the run."""
        return self.explainer.made

    @property
    def as_of(self) -> date:
        """The day the answers are for."""
        return self.made.as_of

    @property
    def known_at(self) -> date:
        """The day until which deliveries were read."""
        return date.fromisoformat(self.run.manifest["known_at"])

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        """The measures that a card may name, in their order."""
        untold = untold_measures(self.made, self.card)
        return {name: one for name, one in self.made.measures.items() if name not in untold}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Facts that appear on no page."""
        return hidden_facts(self.made, self.card)

    @cached_property
    def sources(self) -> Mapping[str, Sequence[str]]:
        """Fact of the card → the registers it comes from, without those of which the card does not speak."""
        shown = {name for level in LEVELS for name in self.card.facts(level)}
        return {
            name: [one for one in sources_of(self.made, [name]) if one not in self.card.never.registers]
            for name in shown
        }

    @cached_property
    def sealed(self) -> Callable[[int], SealedFamily | None]:
        """Number → what the run sealed of that family; the last are kept: one card asks several times."""
        return lru_cache(maxsize=KEPT)(partial(sealed.family, self.run))

    def oldest_delivery(self, registers: Sequence[str]) -> date | None:
        """How far a fact of these registers is known: the day of the delivery that lies furthest back."""
        return min((day for one in registers if (day := self.received.get(one))), default=None)


@lru_cache(maxsize=4)
def reference(store: Path, run_id: str) -> Reference:
    """What a run of the store is told with; read once, then kept. Raises StoreError or BadDeclaration."""
    run = RunStore(store).open(run_id)
    declared = country.load(run.manifest["country"])
    explainer = Explainer.on(declared, date.fromisoformat(run.manifest["as_of"]))
    return Reference(store, run, declared, card_of(declared), explainer, received_days(store, run, declared))
