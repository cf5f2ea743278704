"""The made-up country held against published statistics: target, got, difference.

What is counted is declared in synthetic/statistics.yaml of the country: in the tables of the truth, or in the
views below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import Step, plan, step
from familymap.synthetic.country import Country
from familymap.synthetic.families import age
from familymap.synthetic.parameters import declared


@dataclass(frozen=True)
class Comparison:
    """One published figure and what the made-up country has. `bound` None: shown, not held to."""

    group: str
    name: str
    target: float
    got: float | None
    unit: str
    bound: float | None
    certainty: str
    source: str

    @property
    def difference(self) -> float | None:
        """Got less target."""
        return None if self.got is None else self.got - self.target

    @property
    def within(self) -> bool | None:
        """Whether the difference is accepted; None when nothing is promised."""
        if self.bound is None or self.difference is None:
            return None
        return abs(self.difference) <= self.bound


@step(sealed=False)
def counted_person(person: str, settlement: str, marriage: str, guardianship: str, country: Country) -> str:
    """Living people as a census counts them.

    person_no, sex, age, region, place urban|rural, marital (parents who live together count as married, as
    people
    tell a census), studies, full_time, disabled_since_childhood, is_ward.
    """
    return f"""
    with wed as (
        select unnest([husband_no, wife_no]) as person_no, ended_on, end_reason, married_on from {marriage}
        union all
        select unnest([mother_no, father_no]), null, null, null from {person} c
        where {age("birth_date", country)} < 18 and c.death_date is null
              and exists (select 1 from {person} m join {person} f on f.dwelling_no = m.dwelling_no
                          where m.person_no = c.mother_no and f.person_no = c.father_no
                                and m.death_date is null and f.death_date is null)
    ), latest as (
        select person_no, max(case when ended_on is null then 3 when end_reason = 'death' then 2 else 1 end)
            as standing
        from wed group by person_no
    )
    select p.person_no, p.sex, {age("p.birth_date", country)} as age, s.region,
           case when s.kind = 'village' then 'rural' else 'urban' end as place,
           case when standing = 3 then 'married' when standing = 2 then 'widowed' when standing = 1
               then 'divorced'
                else 'never' end as marital,
           coalesce(p.studies, '') as studies, p.full_time, p.disabled_since_childhood, g.child_no is not null
               as is_ward
    from {person} p
    join {settlement} s on s.kato = p.kato
    left join latest l on l.person_no = p.person_no
    left join {guardianship} g on g.child_no = p.person_no
    where p.death_date is null
    """


@step(sealed=False)
def counted_family(family: str, counted_person: str) -> str:
    """Legal families: members, heads, children (under 18), dependants (and students under 23), head_sex,
    head_marital (as in counted_person).
    """
    return f"""
    select f.family_no, count(*) as members,
           count(*) - sum((p.age < 18 or {_student()})::int) as heads,
           sum((p.age < 18)::int) as children,
           sum((p.age < 18 or {_student()})::int) as dependants,
           max(case when p.person_no = f.family_no then p.sex end) as head_sex,
           max(case when p.person_no = f.family_no then p.marital end) as head_marital
    from {family} f join {counted_person} p on p.person_no = f.person_no
    group by f.family_no
    """


def _student() -> str:
    return (
        "(p.age < 23 and coalesce(p.full_time, false) and p.person_no <> f.family_no and p.marital = 'never')"
    )


@step(sealed=False)
def counted_household(family: str, counted_person: str) -> str:
    """Households: members, place."""
    return f"""
    select f.household_no, count(*) as members, min(p.place) as place
    from {family} f join {counted_person} p on p.person_no = f.person_no
    group by f.household_no
    """


@step(sealed=False)
def counted_birth(person: str, country: Country) -> str:
    """Children born in the last year: birth_order among the mother's children; people (number living)."""
    return f"""
    select person_no, birth_order, (select count(*) from {person} where death_date is null) as people
    from (
        select person_no, birth_date,
               row_number() over (partition by mother_no order by birth_date, person_no) as birth_order
        from {person} where mother_no is not null
    ) where birth_date > {country.today} - 365
    """


COUNTED: Sequence[Step] = (counted_person, counted_family, counted_household, counted_birth)


def compare(
    engine: DuckDBEngine,
    truth: Path,
    work: Path,
    country: Country,
    country_name: str,
) -> list[Comparison]:
    """Count in the tables of `truth` what statistics.yaml asks for; `work` takes intermediates."""
    tables = {file.stem: file for file in sorted(truth.glob("*.parquet"))}
    for table, file in tables.items():
        engine.offer(table, [file])
    work.mkdir(parents=True, exist_ok=True)
    for planned in plan(COUNTED, set(tables), {"country": country}):
        engine.carry_out(planned, work / f"{planned.name}.parquet")
    file = declared(country_name, "synthetic/statistics.yaml")
    return [
        *_regions(engine, country, file["regions"]["bound"]),
        *(_counted(engine, row) for row in file["statistics"]),
    ]


def _counted(engine: DuckDBEngine, row: dict[str, Any]) -> Comparison:
    condition = f" where {row['where']}" if "where" in row else ""
    [(got,)] = engine.rows(f"select {row['value']} from {row['from']}{condition}")
    return Comparison(
        group=row["group"],
        name=row["name"],
        target=float(row["target"]),
        got=None if got is None else float(got),
        unit=row["unit"],
        bound=row.get("bound"),
        certainty=row["certainty"],
        source=row["source"],
    )


def _regions(engine: DuckDBEngine, country: Country, bound: float) -> list[Comparison]:
    """Each region's share of the people."""
    whole = sum(sum(region["population"].values()) for region in country.regions)
    shares = dict(
        engine.rows(
            """select region, count(*) / sum(count(*)) over () from counted_person
               group by region order by region"""
        )
    )
    return [
        Comparison(
            group="region",
            name=region["names"]["en"],
            target=sum(region["population"].values()) / whole,
            got=float(shares.get(region["kato"], 0.0)),
            unit="share",
            bound=bound,
            certainty="A",
            source="1 January 2023",
        )
        for region in country.regions
    ]
