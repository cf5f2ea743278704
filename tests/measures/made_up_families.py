"""Families made up by chance, register row by register row, for properties that must hold for any of them.

A number gives a family; the same number always the same. Rows are those a contract allows, with days and
sums near the borders that rules look at, and values left out where the contract lets them be.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

from familymap.registers.contract import Column
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Measure
from familymap.rules.direct import Evaluate, compiled
from familymap.rules.unit import FactsOf, OneFamily
from familymap.rules.values import Stored
from tests.measures.drawn import DECLARED

Rows = Mapping[tuple[str, str], Sequence[Mapping[str, Stored]]]
"""Register and role → the rows that speak of a person."""

TENGE = 100
SUMS = (0, 1, 5_000, 30_000, 60_000, 85_000, 120_000, 250_000, 900_000, 5_000_000)


def family_of(made: Catalogue, number: int) -> OneFamily:
    """A family with everything that registers and the rooms before the rules say of it."""
    chance = Random(number)
    adults = chance.choices((1, 2), (2, 3))[0]
    children = chance.choices(range(7), (4, 3, 3, 2, 2, 1, 1))[0]
    couple = adults == 2 and chance.random() < 0.9
    members = [
        _member(made, chance, place, "head" if place == 0 else "spouse" if couple else "child", grown=True)
        for place in range(adults)
    ]
    for place in range(adults, adults + children):
        role = "ward" if chance.random() < 0.08 else "child"
        members.append(_member(made, chance, place, role, grown=chance.random() < 0.15))
    _as_kin(chance, members)
    size = len(members)
    bereaved = chance.choice((False, False, True))
    return OneFamily(
        members,
        {
            "members": size,
            "bereaved": bereaved,
            "bereaved_on": _day(chance, made.as_of) if bereaved else None,
        },
        {"household_members": size, "families_in_household": 1},
    )


def _member(made: Catalogue, chance: Random, place: int, role: str, grown: bool) -> FactsOf:
    days = chance.randrange(18 * 365, 80 * 365) if grown else chance.randrange(0, 19 * 365)
    if role == "child" and grown:
        days = chance.randrange(17 * 365, 24 * 365)
    region = chance.choice(("11", "27", "61", "71", "75", "79"))
    facts: FactsOf = {
        "self": place,
        "role": role,
        "birth_date": _sometimes(chance, made.as_of - timedelta(days=days), 0.02),
        "sex": chance.choice("MF"),
        "citizenship": _sometimes(chance, chance.choice(("KZ", "KZ", "KZ", "RU")), 0.05),
        "area": f"{region}1010000",
        "region": region,
        "rural": _sometimes(chance, chance.random() < 0.5, 0.1),
        "married": None,
        "address_known": chance.random() < 0.9,
        "registered_since": _sometimes(chance, _day(chance, made.as_of), 0.1),
    }
    for (register, role_in_it), evaluators in _source_facts(made.as_of, _key(made)).items():
        own = _rows(chance, register, made.as_of) if chance.random() < 0.35 else []
        facts.update({name: evaluate({}, own) for name, evaluate in evaluators.items()})
        del role_in_it
    return facts


def _as_kin(chance: Random, members: Sequence[FactsOf]) -> None:
    """Who is whose parent, as acts tell it; sometimes no act does."""
    parents = [facts for facts in members if facts["role"] in ("head", "spouse")]
    mother = next((facts for facts in parents if facts["sex"] == "F"), None)
    father = next((facts for facts in parents if facts["sex"] == "M"), None)
    for facts in parents:
        facts["married"] = True if len(parents) == 2 else chance.choice((True, None))
    children = [facts for facts in members if facts["role"] == "child"]
    for order, facts in enumerate(children, 1):
        known = chance.random() < 0.9
        lost = chance.choice((False, False, False, True)) if known else None
        facts.update(
            mother_id=mother["self"] if mother and known else None,
            father_id=father["self"] if father and known else None,
            birth_order=order if known else None,
            lost_parent=lost,
            lost_both_parents=lost and chance.random() < 0.2,
            married=False if chance.random() < 0.9 else None,
        )
    youngest = max((facts["birth_date"] for facts in children if facts["birth_date"]), default=None)
    for facts in members:
        is_mother = facts is mother
        facts.setdefault("children_born", len(children) if is_mother else 0)
        facts["youngest_child_birth_date"] = youngest if is_mother else None
        facts["youngest_child_order"] = len(children) if is_mother and children else None
        facts["under_guardianship"] = facts["role"] == "ward"
        facts["guardian_kind"] = "guardianship" if facts["role"] == "ward" else None


def _rows(chance: Random, register: str, as_of: date) -> list[Mapping[str, Stored]]:
    contract = DECLARED.contracts[register]
    return [
        {name: _value(chance, column, as_of) for name, column in contract.columns.items()}
        for _ in range(chance.choice((1, 1, 2, 3)))
    ]


def _value(chance: Random, column: Column, as_of: date) -> Stored:
    if not column.required and chance.random() < 0.3:
        return None
    if column.codes:
        return chance.choice(column.codes)
    if column.type == "boolean" or column.type == "yes_no":
        return chance.random() < 0.5
    if column.type == "date":
        return _month(chance, as_of) if column.unit == "month" else _day(chance, as_of)
    if column.type == "money":
        return chance.choice(SUMS) * TENGE
    if column.type.startswith("decimal"):
        return chance.randrange(0, 20_000)
    if column.type in ("integer", "bigint"):
        return chance.randrange(0, 12)
    return "x"


def _day(chance: Random, as_of: date) -> date:
    """A day of the last years, more often a recent one, now and then one to come."""
    return as_of - timedelta(days=chance.choice((-200, -1, 0, 1, 40, 100, 200, 400, 700, 1_500, 3_000)))


def _month(chance: Random, as_of: date) -> date:
    month = as_of.year * 12 + as_of.month - 1 - chance.choice((0, 1, 1, 1, 1, 2, 3, 4, 5, 14))
    return date(month // 12, month % 12 + 1, 1)


def _sometimes(chance: Random, value: Stored, unknown: float) -> Stored:
    return None if chance.random() < unknown else value


_MADE: dict[date, Catalogue] = {}


def _key(made: Catalogue) -> date:
    _MADE[made.as_of] = made
    return made.as_of


@cache
def _source_facts(as_of: date, key: date) -> dict[tuple[str, str], dict[str, Evaluate]]:
    """Register and role → the facts over its rows, ready to be worked out."""
    made = _MADE[key]
    found: dict[tuple[str, str], dict[str, Evaluate]] = {}
    for name, settled in made.rules.items():
        if settled.rule.register:
            silent = 0 if made.registers[settled.rule.register].absence_is_none else None
            place = (settled.rule.register, settled.rule.role)
            found.setdefault(place, {})[name] = compiled(settled.node, silent)
    return found


def standing_on(made: Catalogue, measure: Measure) -> set[str]:
    """Every rule that the conditions of a measure stand on."""
    return set(made.stands_on(measure.conditions))
