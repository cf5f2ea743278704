"""A country of five measures, and its tables in a few lines: what is not said is unknown.

large   a family's, every month, paid by code «large»; four children or more
child   a person's, every month, paid to somebody of the family by «disability»
adult   a person's own, every month, by «disability» too
grant   a person's, once, by «grant»
aid     a family's, every month, its amount depends on income, by «aid»
place   a person's, in kind; nothing shows whether it is had
care    a household's, every month, by «care»
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import duckdb

from familymap.engine.duckdb_engine import FINGERPRINT
from familymap.engine.steps import Step, plan
from familymap.measures.assessment import assessment_steps
from familymap.measures.receipt import receipt_rules
from familymap.needs.cells import cell_steps
from familymap.needs.declaration import Needs
from familymap.needs.gaps import OFFER_HISTORY, gap_steps
from familymap.needs.overpayment import overpayment_step
from familymap.needs.totals import total_steps
from familymap.needs.unmet import unmet_steps
from familymap.people.linkage import Thresholds
from familymap.people.subjects import Subject
from familymap.rules import (
    Measure,
    amount,
    choose,
    condition,
    count_where,
    deprivation,
    fact,
    family,
    household,
    known,
    person,
)
from familymap.rules.catalogue import Catalogue, Register, catalogue
from familymap.rules.values import COUNT, DATE, MONEY, PERSON, TEXT, YES_NO

AS_OF = date(2026, 1, 15)
LAW = "made up"
TITLE = {"kk": "атау", "ru": "название", "en": "title"}
ASTANA, VILLAGE, TOWN = "711110000", "593630100", "593620100"

BASE = {
    person: {
        "birth_date": DATE,
        "self": PERSON,
        "address_known": YES_NO,
        "age": COUNT,
        **{f"receives_{code}": YES_NO for code in ("large", "disability", "grant", "aid", "care")},
    },
    family: {
        "members": COUNT,
        "children": COUNT,
        "youngest_since": DATE,
        "parent_payee": PERSON,
        "income_known": MONEY,
        "income_exact": MONEY,
        "line": MONEY,
        "lives_in_a_tent": YES_NO,
        "is_lonely": YES_NO,
    },
    household: {"household_members": COUNT, "somebody_ill": YES_NO, "carer": PERSON, "care_rate": MONEY},
}
REGISTERS = {
    "benefits": Register(
        "benefits", "payment_no", {"benefit_code": TEXT, "month": DATE, "amount": MONEY}, ("person",), True
    ),
    "certificates": Register("certificates", "certificate_no", {"valid_from": DATE}, ("person",), True),
}


@fact(person, register="certificates")
def certificates(valid_from):
    """Certificates of the person."""
    return count_where(known(valid_from))


@fact(family)
def family_type(members):
    """Alone or together."""
    return choose(members == 1, "alone", "together")


@condition(family, law=LAW)
def large_enough(children):
    """Has four children or more."""
    return children >= 4


@condition(person, law=LAW)
def has_certificate(certificates):
    """Has a certificate."""
    return certificates > 0


@condition(person, law=LAW)
def is_child(age):
    """Is a child."""
    return age < 18


@condition(person, law=LAW)
def is_grown(age):
    """Is grown up."""
    return age >= 18


@condition(person, law=LAW)
def is_newborn(age):
    """Is newborn."""
    return age < 1


@condition(family, law=LAW)
def is_poor(income_exact, line):
    """Has less than the line."""
    return income_exact < line


@condition(household, law=LAW)
def needs_care(somebody_ill):
    """Somebody is ill."""
    return somebody_ill


@amount(family, law=LAW)
def large_amount(line):
    """As much as the line."""
    return line + 0


@amount(family, law=LAW)
def aid_at_most(line):
    """The line at most."""
    return line + 0


@amount(person, law=LAW)
def person_amount(line):
    """As much as the line."""
    return line + 0


@amount(household, law=LAW)
def care_amount(care_rate):
    """The rate of care."""
    return care_rate + 0


@deprivation(family, dimension="economic")
def deprived_income(income_exact, line):
    """Has less than the line."""
    return income_exact < line


@deprivation(family, dimension="housing")
def deprived_home(lives_in_a_tent):
    """Has no home."""
    return lives_in_a_tent & True


@deprivation(family, dimension="social")
def deprived_company(is_lonely):
    """Has nobody to talk to."""
    return is_lonely & True


def _measure(name: str, unit: Any, conditions: Sequence[str], **more: Any) -> Measure:
    usual = {"law": LAW, "since": date(2021, 1, 1), "period": "month", "payee": "parent_payee"}
    return Measure(name=name, unit=unit, conditions=conditions, **{"amount": None, **usual, **more})


MEASURES = [
    _measure("large", family, ("large_enough",), amount="large_amount", received_as=("large",),
             relieves=("income",)),
    _measure("child", person, ("has_certificate", "is_child"), amount="person_amount",
             received_as=("disability",), relieves=("income",)),
    _measure("adult", person, ("has_certificate", "is_grown"), amount="person_amount", payee="self",
             received_as=("disability",), relieves=("income",)),
    _measure("grant", person, ("is_newborn",), amount="person_amount", period="once",
             received_as=("grant",)),
    _measure("aid", family, ("is_poor",), amount="large_amount", at_most="aid_at_most", received_as=("aid",),
             relieves=("income",)),
    _measure("place", person, ("is_child",), period="in_kind", relieves=("housing",)),
    _measure("care", household, ("needs_care",), amount="care_amount", payee="carer", received_as=("care",)),
]  # fmt: skip

NEEDS = Needs.model_validate(
    {
        "version": 1,
        "payments": {"register": "benefits", "code": "benefit_code", "month": "month"},
        "income": {"known": "income_known", "exact": "income_exact", "line": "line", "shrinking": ["aid"]},
        "area_levels": {"region": 2, "district": 4},
        "due_since": {"large": "youngest_since", "grant": "birth_date"},
        "doubtful_within_bits": {"value": 3, "why": "x", "reference": "x", "certainty": "assumption"},
        "smallest_published": {"value": 10, "why": "x", "reference": "x", "certainty": "assumption"},
        "family_types": {
            "version": 1,
            "fact": "family_type",
            "types": [{"code": code, "title": TITLE} for code in ("alone", "together")],
        },
    }
)


def made() -> Catalogue:
    """The rules of the country."""
    rules = [
        certificates, family_type, large_enough, has_certificate, is_child, is_grown, is_newborn, is_poor,
        needs_care, large_amount, aid_at_most, person_amount, care_amount, deprived_income, deprived_home,
        deprived_company, *receipt_rules(MEASURES),
    ]  # fmt: skip
    return catalogue(rules, MEASURES, {}, REGISTERS, BASE, AS_OF)


MADE = made()

_ASSESSED = {
    "due": "boolean",
    "conditions": "bigint",
    "amount": "bigint",
    "at_least": "bigint",
    "at_most": "bigint",
    "payee": "bigint",
    "received": "boolean",
}
_PORTRAIT = {
    level: {
        **{name: type_.sql for name, type_ in BASE[level].items()},
        **{
            name: settled.type.sql
            for name, settled in MADE.rules.items()
            if settled.rule.level == level and settled.rule.kind in ("fact", "deprivation")
        },
    }
    for level in BASE
}
_KEYS = {
    person: ("family_id", "person_id", "household_id"),
    family: ("family_id", "household_id"),
    household: ("household_id",),
}
_LINK = {
    "source_key": "bigint",
    "person_id": "bigint",
    "rule": "varchar",
    "score": "integer",
    "margin": "integer",
}

COLUMNS: dict[str, dict[str, str]] = {
    **{
        f"assessment_{level.name}": {
            **dict.fromkeys(_KEYS[level], "bigint"),
            **{
                f"{one.name}_{column}": kind
                for one in MEASURES
                if one.unit == level
                for column, kind in _ASSESSED.items()
            },
        }
        for level in BASE
    },
    **{
        f"portrait_{level.name}": {**dict.fromkeys(_KEYS[level], "bigint"), **columns}
        for level, columns in _PORTRAIT.items()
    },
    "person": {"person_id": "bigint"},
    "family": {"family_id": "bigint", "kato": "varchar", "members": "integer", "adults": "integer"},
    "household": {"household_id": "bigint", "kato": "varchar", "members": "integer"},
    "family_membership": {"person_id": "bigint", "family_id": "bigint"},
    "household_membership": {"person_id": "bigint", "household_id": "bigint"},
    "benefits": {"payment_no": "bigint", "benefit_code": "varchar", "month": "date"},
    "link_benefits": _LINK,
    "link_certificates": _LINK,
    "link_review": {
        "register": "varchar", "role": "varchar", "source_key": "bigint", "candidate": "smallint",
        "person_id": "bigint",
    },
    "offer_history": OFFER_HISTORY,
}  # fmt: skip

Row = dict[str, Any]
Tables = Mapping[str, Sequence[Row]]


def assessed(name: str, answer: bool | None, **more: Any) -> Row:
    """The columns of one measure: due yes, no or cannot tell, and what else is said.

    A known amount is its own bound.
    """
    if (amount := more.get("amount")) is not None:
        more = {"at_least": amount, "at_most": amount, **more}
    return {f"{name}_due": answer, **{f"{name}_{column}": value for column, value in more.items()}}


def conditions(*answers: bool | None) -> int:
    """The answers of conditions as the assessment packs them."""
    bits = {False: 0, True: 1, None: 2}
    return sum(bits[answer] << 2 * place for place, answer in enumerate(answers))


def database_of(tables: Tables) -> duckdb.DuckDBPyConnection:
    """A database that holds the hand-made tables; those that are not given are empty."""
    database = duckdb.connect()
    database.execute(FINGERPRINT)
    for name, columns in COLUMNS.items():
        content = tables.get(name, ())
        for row in content:
            assert not set(row) - set(columns), f"{name} has no {set(row) - set(columns)}"
        listed = ", ".join(f"{column} {kind}" for column, kind in columns.items())
        database.execute(f"create table {name} ({listed})")
        if content:
            places = ", ".join("?" * len(columns))
            lines = [[row.get(column) for column in columns] for row in content]
            database.executemany(f"insert into {name} values ({places})", lines)
    return database


def worked_out(step: str, tables: Tables) -> list[Row]:
    """The rows of one step of the room, in the order of its key, from hand-made tables."""
    database = database_of(tables)
    for planned in plan(_leading_to(step), COLUMNS, {}):
        database.execute(f"create table {planned.name} as {planned.sql}")
        listed = ", ".join(planned.key)
        counted = f"select {listed} from {planned.name} group by all having count(*) > 1"
        assert not (twice := database.execute(counted).fetchall()), f"{planned.name}: {twice} stands twice"
    found = database.execute(f"select * from {step} order by all")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _leading_to(step: str) -> list[Step]:
    """The step and those it stands on."""
    by_name = {one.name: one for one in room_steps()}
    wanted, waiting = set(), [step]
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in wanted:
            wanted.add(name)
            waiting += by_name[name].needs
    return [one for name, one in by_name.items() if name in wanted]


@cache
def room_steps() -> list[Step]:
    """The room's steps, and before them the one that lists what is due."""
    return [
        *(one for one in assessment_steps(MADE) if one.name == "entitlement"),
        *cell_steps(NEEDS),
        *gap_steps(MADE, NEEDS, SUBJECTS, THRESHOLDS),
        overpayment_step(MADE),
        *total_steps(MADE, NEEDS),
        *unmet_steps(MADE, NEEDS),
    ]


SUBJECTS = [
    Subject(register, "person", REGISTERS[register].key, "iin", "surname", "given_name", "patronymic",
            "birth_date", None, None)
    for register in REGISTERS
]  # fmt: skip
THRESHOLDS = Thresholds(certainty=4.8, margin=4, review=0, spine_extra=5.2, deaths_extra=5.2)
