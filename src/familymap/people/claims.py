"""Rows that the personal number did not place, and the distinct descriptions of people among them.

A stage is one round of linking by likeness for a set of rows against the persons known at that point. Its
steps: `<stage>_row`, `<stage>_claim` (here), `<stage>_tier_1…` and `<stage>_choice` (`people.candidates`).
"""

from dataclasses import dataclass

from familymap.engine.steps import Step
from familymap.people.linkage import Linkage
from familymap.people.names import spellings
from familymap.people.number import valid
from familymap.people.subjects import Subject

NAMES = ("surname", "given_name", "patronymic")
BANDED = (*NAMES, "place")
DESCRIPTION = ("iin", *NAMES, "birth_date", "place")
SAID = (*DESCRIPTION, "spouse_surname")


@dataclass(frozen=True)
class Stage:
    """A round of linking by likeness.

    `persons` is a table or subquery with the columns of `spine`; `reads` names the tables that it stands on.
    `extra` are the bits asked on top of the usual certainty: where rows make persons, a wrong link hides a
    human (a twin, say), and where they tell of a death, it buries one. `has_own` names the table of persons
    who already have a record of this kind of their own. `people_bits` is given where `persons` are only some
    of the people: log2 of the number of all, in hundredths.
    """

    name: str
    subjects: tuple[Subject, ...]
    persons: str
    reads: tuple[str, ...]
    has_own: str | None
    extra: float
    people_bits: int | None = None

    @property
    def rows(self) -> str:
        return f"{self.name}_row"

    @property
    def claims(self) -> str:
        return f"{self.name}_claim"

    @property
    def choice(self) -> str:
        return f"{self.name}_choice"

    def tiers(self, linkage: Linkage) -> tuple[str, ...]:
        """The tables of candidates, one for each tier of blocks."""
        return tuple(f"{self.name}_tier_{number}" for number in range(1, len(linkage.tiers) + 1))


def row_step(stage: Stage) -> Step:
    """Every row that the number did not place and that no human gave to somebody."""

    def build(decision: str, *matches: str) -> str:
        parts = [
            f"""select '{s.register}' as register, '{s.role}' as role, s.{s.key} as source_key,
                    {s.description()}
                from {s.register} as s
                join {match} as m on m.source_key = s.{s.key} and m.person_id is null
                left join {decision} as d on d.register = '{s.register}' and d.role = '{s.role}'
                    and d.source_key = s.{s.key}
                where d.person_id is null"""
            for s, match in zip(stage.subjects, matches, strict=True)
        ]
        text = " || '|' || ".join(
            f"coalesce({f'cast({field} as varchar)' if field == 'birth_date' else field}, '')"
            for field in SAID
        )
        rows = " union all ".join(parts)
        return f"select *, fingerprint({text}) as claim_id from ({rows}) as rows_to_place"

    reads = tuple(dict.fromkeys(subject.register for subject in stage.subjects))
    matches = tuple(f"number_{subject.name}" for subject in stage.subjects)
    return Step(
        name=stage.rows,
        meaning="Rows that the personal number did not place.",
        needs=("link_decision_in_force", *matches, *reads),
        build=lambda decision, *tables: build(decision, *tables[: len(matches)]),
        sealed=False,
    )


def claim_step(stage: Stage, linkage: Linkage) -> Step:
    """Each description once: names as skeletons, how rare they are, and `iin_band`.

    Where a spouse is named, the description has a second version, with the surname of the spouse.

    `iin_band` is 0 for a number that a known person has, 1 for one that cannot be right, 2 for a right one
    that nobody known has.
    """

    def build(rows: str, rarity: str, *_: str) -> str:
        said = ", ".join(f"min({field}) as {field}" for field in SAID)
        names = ", ".join(f"{field}_f.skeleton as {field}" for field in NAMES)
        others = ", ".join(field for field in DESCRIPTION if field != "surname")
        joins = " ".join(f"left join {name}_fold as {name}_f on {name}_f.raw = c.{name}" for name in NAMES)
        band_joins = " ".join(
            f"left join {rarity} as {field}_r on {field}_r.field = '{field}' and {field}_r.value = f.{field}"
            for field in BANDED
        )
        return f"""
            with told as (select claim_id, {said} from {rows} group by claim_id),
            said as (
                select claim_id, cast(1 as smallint) as version, surname, {others} from told
                union all
                select claim_id, cast(2 as smallint) as version, spouse_surname, {others} from told
                where spouse_surname <> coalesce(surname, '')
            ),
            {", ".join(_folded(field, linkage) for field in NAMES)},
            folded as (
                select c.claim_id, c.version, c.iin, c.birth_date, c.place, {names} from said as c {joins}
            )
            select f.*, {", ".join(_band(field, linkage) for field in BANDED)},
                cast(case when o.iin is not null then 0 when {valid("f.iin", linkage.number)} then 2
                    else 1 end as smallint) as iin_band
            from folded as f
            left join (select iin from {stage.persons} as everybody) as o on o.iin = f.iin
            {band_joins}"""

    return Step(
        name=stage.claims,
        meaning="Distinct descriptions of people to place, names as skeletons.",
        needs=(stage.rows, "rarity", *stage.reads),
        build=build,
        key=("claim_id", "version"),
        sealed=False,
    )


def _folded(field: str, linkage: Linkage) -> str:
    raw_names = f"select distinct {field} as raw from said where {field} is not null"
    return f"{field}_fold as ({spellings(field, raw_names, linkage.names)})"


def _band(field: str, linkage: Linkage) -> str:
    """A name that nobody on the spine bears counts as very rare."""
    return f"coalesce({field}_r.band, cast({len(linkage.rarity)} as smallint)) as {field}_band"
