"""What is projected from a run into the serving store: tables, columns, and what each has to add up to.

Facts are those that the country's card shows; the rest of the portrait stays in the sealed Parquet. Every row
carries the area of its family, by which the database itself decides who may see it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from familymap.country import Country
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.store import SealedRun
from familymap.web.families.declaration import card_of
from familymap.web.publishing import names
from familymap.web.publishing.publication import PublishingError
from familymap.web.serving.packed import packing_sql

LEVELS = ("person", "household", "family")
Columns = Mapping[str, str]
"""Column → DuckDB type."""

BELONGING = ("role", "rule", "via_person_id", "via_register", "via_key", "since", "candidates")
"""How a person belongs to the family, from `family_membership`."""
GAP = (
    "measure", "level", "person_id", "household_id", "payee_id", "received_known", "period", "amount",
    "at_most", "due_since", "cause", "evidence", "evidence_register", "evidence_key", "evidence_day",
)  # fmt: skip
NO_SUM = frozenset({"via_person_id", "via_key", "person_id", "household_id", "payee_id", "evidence_key"})
"""Numbers that name something: counted, not added up."""


@dataclass(frozen=True)
class Table:
    """One table of the serving store.

    `sql` selects it from the run; `unique` is its primary key, if it has one; `indexes` are lists of columns.
    `compared` maps a from-clause over the run to columns whose counts and sums have to come out the same.
    `facts`: the columns that a card shows as facts. `guarded`: rows belong to a family, so row-level security
    stands before them.
    """

    name: str
    sql: str
    unique: str | None
    indexes: Sequence[tuple[str, ...]]
    compared: Mapping[str, Sequence[str]]
    facts: Sequence[str] = ()
    guarded: bool = True


@dataclass(frozen=True)
class Projection:
    """All tables, and the measures whose answers are packed, by level."""

    tables: Sequence[Table]
    measures: Mapping[str, Sequence[str]]


def projection(engine: DuckDBEngine, run: SealedRun, country: Country) -> Projection:
    """The projection of a run whose tables are offered. Raises PublishingError for a run without a fact."""
    facts = {level: _facts(engine, run, country, level) for level in LEVELS}
    measures = {level: _measures(engine, level) for level in LEVELS}
    engine.connection.execute(f"create temp table family_area as {FAMILY_AREA}")
    names.prepare(engine, country.linkage.names)
    return Projection(
        [
            _family(engine, facts["family"], measures["family"]),
            _person(facts["person"], measures["person"]),
            _home(facts["household"], measures["household"]),
            _gap(),
            *(Table(name, sql, None, [keys], {}, guarded=False) for name, sql, keys in names.TABLES),
        ],
        measures,
    )


FAMILY_AREA = "select family_id, area from need_family"


def _facts(engine: DuckDBEngine, run: SealedRun, country: Country, level: str) -> list[str]:
    """The facts of a level that a card shows, in the order of their names."""
    wanted = card_of(country).facts(level)
    there = _columns(engine, f"portrait_{level}")
    if missing := sorted(wanted - set(there)):
        raise PublishingError(
            f"The run {run.run_id} holds no fact «{missing[0]}», which the card shows: the rules have "
            "changed since it was made. Make a new one with «familymap run»."
        )
    return sorted(wanted)


def _measures(engine: DuckDBEngine, level: str) -> list[str]:
    columns = _columns(engine, f"assessment_{level}")
    return [name.removesuffix("_due") for name in columns if name.endswith("_due")]


def _columns(engine: DuckDBEngine, table: str) -> list[str]:
    return [str(name) for name, *_ in engine.rows(f"describe select * from {table}")]


def _listed(alias: str, columns: Sequence[str]) -> str:
    return "".join(f", {alias}.{column}" for column in columns)


def _answers(level: str, measures: Sequence[str], keys: str) -> str:
    own = "person_id" if level == "person" else "null"
    due = " + ".join(f"coalesce(cast({name}_due as integer), 0)" for name in measures) or "0"
    return f"(select {keys}, {packing_sql(measures, own)} as answers, {due} as due from assessment_{level})"


def _due(level: str) -> str:
    """The number of measures due, as the run's own table of entitlements counts them, unit by unit."""
    return (
        f"(select coalesce(e.due, 0) as due from assessment_{level} u left join "
        f"(select unit_id, count(*) as due from entitlement where level = '{level}' group by unit_id) e "
        f"on e.unit_id = u.{level}_id)"
    )


def _family(engine: DuckDBEngine, facts: Sequence[str], measures: Sequence[str]) -> Table:
    shown = [name for name in facts if name not in {"family_type", "members"}]
    needs = [name for name in _columns(engine, "need_family") if name not in {"family_id", "area"}]
    needs_as = "".join(
        f", n.{name}" if name in {"family_type", "members"} else f", n.{name} as need_{name}"
        for name in needs
    )
    return Table(
        "family",
        f"""
        select n.family_id, n.area, p.household_id, f.head_person_id, f.formed_on{needs_as}
            {_listed("p", shown)}, a.answers, a.due
        from need_family n join family f using (family_id) join portrait_family p using (family_id)
        join {_answers("family", measures, "family_id")} a using (family_id)
        order by n.family_id""",
        "family_id",
        [],
        {"portrait_family": shown, _due("family"): ["due"]},
        [*shown, "family_type", "members"],
    )


def _person(facts: Sequence[str], measures: Sequence[str]) -> Table:
    numbers = "".join(f", {kind}_number.number as {kind}_no" for kind in names.KINDS)
    own = [name for name in facts if name not in {*BELONGING, "birth_date", "sex"}]
    return Table(
        "person",
        f"""
        select p.family_id, p.person_id, p.household_id, k.area, i.iin, i.surname, i.given_name, i.patronymic
            {numbers}, p.birth_date, p.sex{_listed("m", BELONGING)}{_listed("p", own)}, a.answers, a.due
        from portrait_person p join family_area k using (family_id) join person i using (person_id)
        join family_membership m using (person_id)
        join {_answers("person", measures, "person_id")} a using (person_id)
        {names.joins("i")}
        order by p.family_id, p.person_id""",
        None,
        [("family_id",), ("iin",), ("surname_no", "given_no", "area", "patronymic_no")],
        {
            "portrait_person": [*own, "birth_date", "sex"],
            "family_membership": BELONGING,
            "person where person_id in (select person_id from family_membership)": [
                "iin",
                "surname",
                "given_name",
            ],
            _due("person"): ["due"],
        },
        own,
    )


def _home(facts: Sequence[str], measures: Sequence[str]) -> Table:
    pairs = "(select distinct family_id, household_id from portrait_person where household_id is not null)"
    counted = f"{pairs} d join portrait_household p using (household_id)"
    return Table(
        "home",
        f"""
        select d.family_id, d.household_id, k.area, h.address_code, h.kato{_listed("p", facts)},
            a.answers, a.due
        from {pairs} d join family_area k using (family_id) join household h using (household_id)
        join portrait_household p using (household_id)
        join {_answers("household", measures, "household_id")} a using (household_id)
        order by d.family_id, d.household_id""",
        None,
        [("family_id",), ("address_code",)],
        {counted: facts},
        facts,
    )


def _gap() -> Table:
    own = [name for name in GAP if name not in {"household_id"}]
    return Table(
        "gap",
        f"""
        select g.family_id, k.area{_listed("g", GAP)}
        from gap g join family_area k using (family_id)
        order by g.family_id, g.measure, g.unit_id""",
        None,
        [("family_id",)],
        {"gap where family_id is not null": own},
    )
