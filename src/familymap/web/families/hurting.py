"""What must not be told within a family is taken out before anything is shown.

`never` goes with everything that rests on it; `withheld` is left out itself (see kazakhstan/card.yaml).
"""

from collections.abc import Iterable, Sequence

from familymap.declarations import Words
from familymap.explanations.explanation import Amount, Condition, Explanation, Fact, Missing, Way
from familymap.measures.answers import named_rules
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import person
from familymap.web.families.declaration import Card


def hidden_facts(made: Catalogue, card: Card) -> frozenset[str]:
    """Every fact of the rules that may not be told."""
    everything = {*made.rules, *(name for base in made.base.values() for name in base)}
    never = {name for name in everything if rests_on_never(made, card, [name])}
    withheld = {
        name
        for name, settled in made.rules.items()
        if settled.rule.level == person and settled.rule.register in card.withheld.registers
    }
    return frozenset(never | withheld | {name for name in everything if card.hides(name)})


def rests_on_never(made: Catalogue, card: Card, names: Sequence[str]) -> bool:
    """Whether one of these facts is, or stands on, something of which nothing is told."""
    below = made.stands_on(names)
    needed = {need for name in below for need in made.rules[name].needs} | {*below, *names}
    registers = {made.rules[name].rule.register for name in below}
    return any(card.is_never(name) for name in needed) or bool(registers & set(card.never.registers))


def untold_measures(made: Catalogue, card: Card) -> frozenset[str]:
    """Measures that a card does not even name: that one is due would tell what nobody may learn."""
    return frozenset(
        name for name, one in made.measures.items() if rests_on_never(made, card, named_rules(one))
    )


def register_title(register: str, title: Words, card: Card) -> Words:
    """What a register is called on a card, where its own name would give something away."""
    return card.discreet_registers.get(register, title)


def unhurting(explanation: Explanation, card: Card, hidden: frozenset[str]) -> Explanation:
    """The explanation without facts that hurt and without those of people of other families.

    The sentences about conditions stay. Meant for measures that may be told; others must not be explained at
    all (`untold_measures`).
    """
    members = {one.person_id for one in explanation.members}
    return explanation.model_copy(
        update={
            "conditions": [_condition(one, card, hidden, members) for one in explanation.conditions],
            "amount": explanation.amount and _amount(explanation.amount, card, hidden, members),
            "missing": _missing(explanation.missing, card, hidden, members),
            "ways": [one for one in explanation.ways if not _hurts(one, explanation, hidden, members)],
            "assumptions": [
                one.model_copy(update={"persons": [number for number in one.persons if number in members]})
                for one in explanation.assumptions
                if one.fact not in hidden
            ],
            "sources": [
                one.model_copy(update={"title": register_title(one.register_name, one.title, card)})
                for one in explanation.sources
                if one.register_name not in card.never.registers
            ],
        }
    )


def _facts(facts: Iterable[Fact], card: Card, hidden: frozenset[str], members: set[int]) -> list[Fact]:
    return [
        fact.model_copy(update={"sources": _told(fact.sources, card)})
        for fact in facts
        if fact.name not in hidden and (fact.person_id is None or fact.person_id in members)
    ]


def _told(registers: Iterable[str], card: Card) -> list[str]:
    return [one for one in registers if one not in card.never.registers]


def _condition(one: Condition, card: Card, hidden: frozenset[str], members: set[int]) -> Condition:
    return one.model_copy(update={"facts": _facts(one.facts, card, hidden, members)})


def _amount(one: Amount, card: Card, hidden: frozenset[str], members: set[int]) -> Amount:
    return one.model_copy(update={"facts": _facts(one.facts, card, hidden, members)})


def _missing(
    missing: Iterable[Missing], card: Card, hidden: frozenset[str], members: set[int]
) -> list[Missing]:
    """What is missing of a member, the family or the law; never what is missing of somebody else's."""
    found = []
    for one in missing:
        whose = [number for number in one.persons if number in members]
        if one.name not in hidden and (whose or not one.persons):
            found.append(one.model_copy(update={"persons": whose, "sources": _told(one.sources, card)}))
    return found


def _hurts(way: Way, explanation: Explanation, hidden: frozenset[str], members: set[int]) -> bool:
    """Whether a way speaks of a hidden fact, by name or within a formula, or of another family's person."""
    read = [fact for one in explanation.conditions for fact in one.facts if fact.name in hidden]
    titles = {fact.title.en for fact in read}
    return any(
        change.fact in hidden
        or (change.person_id is not None and change.person_id not in members)
        or any(title in change.title.en for title in titles)
        for change in way.changes
    )
