"""How right «due» is, and the likely causes, against the truth of a made-up country.

The truth knows for each benefit to whom it is due. Families are compared: the drawn family of whoever is
truly to be paid with the family to which a measure is said to be due; households where the truth (targeted
assistance, housing aid) or the measure (care) is about a household. Who is to be paid and is nobody in the
run is left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from familymap.engine.base import Engine
from familymap.needs.units import UNIT_KEY
from familymap.people.linkage import SpineSources
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Measure, family, household
from familymap.texts import translator

BY_HOUSEHOLD = ("tsa", "tsa_child", "housing_aid")
"""Benefits that the made-up country reckons by household (see synthetic/benefits.py)."""

TAKEN_UP, NOT_DUE = "taken_up", "not_due"
"""What the truth says of a gap that is none: it is received, or nothing is due."""

TRUTHS = {
    "never_offered": "never offered",
    "no_reply": "no reply to the offer",
    "refused": "refused",
    "unreachable": "unreachable",
    "register_late": "register late",
    TAKEN_UP: "received in truth",
    NOT_DUE: "not due in truth",
}
"""What the truth says of a gap → its words."""


@dataclass(frozen=True)
class DueQuality:
    """Families (or households) for one benefit code; `measures` are those that pay it.

    `truly` it is due; `said` it is; `right` both. Of those to whom it is truly due: `cannot_tell` and
    `missed` (said not to be due). `amount_known` of the right ones have a known amount, `amount_right` the
    true one to a tenge.
    """

    code: str
    measures: str
    truly: int
    said: int
    right: int
    cannot_tell: int
    missed: int
    amount_known: int
    amount_right: int

    @property
    def precision(self) -> float | None:
        """Share of those said to be due that are."""
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        """Share of those truly due that are said to be."""
        return self.right / self.truly if self.truly else None

    @property
    def recall_where_told(self) -> float | None:
        """The same among those of whom the measure could tell."""
        told = self.right + self.missed
        return self.right / told if told else None


@dataclass(frozen=True)
class CauseQuality:
    """How often a likely cause met a true reason."""

    cause: str
    truth: str
    gaps: int


def truth_text(truth: str, language: str) -> str:
    """What the truth says of a gap, in kk, ru or en."""
    return translator("needs", language)(TRUTHS[truth])


def due_quality(engine: Engine, made: Catalogue, spine: SpineSources) -> list[DueQuality]:
    """One row per benefit code that a measure in force pays.

    Offered must be the tables of a run and the truth as truth_benefit, row_<population> and row_<newborn>.
    """
    found = []
    for code in _codes(made):
        measures = [one for one in made.measures.values() if code in one.received_as]
        key = _key(code, measures)
        counts = engine.rows(f"""
            with {_truth(code, key, spine)}, said as ({_said(measures, key)}),
            met as (
                select t.unit_id is not null as truly, s.unit_id is not null as possible, s.due, s.amount,
                    abs(s.amount - t.amount) <= 100 as same_amount
                from truly t full join said s on s.unit_id = t.unit_id
            )
            select count(case when truly then 1 end), count(case when due then 1 end),
                count(case when truly and due then 1 end),
                count(case when truly and possible and due is null then 1 end),
                count(case when truly and not possible then 1 end),
                count(case when truly and due then amount end),
                count(case when truly and due and same_amount then 1 end)
            from met""")[0]
        names = ", ".join(one.name for one in measures)
        found.append(DueQuality(code, names, *(int(count) for count in counts)))
    return found


def cause_quality(engine: Engine, made: Catalogue, spine: SpineSources) -> list[CauseQuality]:
    """The table of likely causes against true reasons; only gaps known not to be received."""
    parts = []
    for code in _codes(made):
        measures = [one for one in made.measures.values() if code in one.received_as]
        key = _key(code, measures)
        names = ", ".join(f"'{one.name}'" for one in measures)
        unit = f"g.{key}" if key == "family_id" else "coalesce(g.household_id, h.household_id)"
        parts.append(f"""
            select g.cause, case when t.unit_id is null then '{NOT_DUE}'
                else coalesce(t.why_not, '{TAKEN_UP}') end as truth
            from gap g left join household_membership h on h.person_id = g.payee_id
            left join (with {_truth(code, key, spine)} select * from truly) t on t.unit_id = {unit}
            where g.measure in ({names}) and g.received_known""")
    if not parts:
        return []
    counted = engine.rows(
        f"select cause, truth, count(*) from ({' union all '.join(parts)}) as met group by all order by 1, 2"
    )
    return [CauseQuality(str(cause), str(truth), int(gaps)) for cause, truth, gaps in counted]


def _codes(made: Catalogue) -> list[str]:
    return list(dict.fromkeys(code for one in made.measures.values() for code in one.received_as))


def _key(code: str, measures: Sequence[Measure]) -> str:
    """By what a benefit is compared: household_id or family_id."""
    return UNIT_KEY[
        household if code in BY_HOUSEHOLD or any(one.unit == household for one in measures) else family
    ]


def _truth(code: str, key: str, spine: SpineSources) -> str:
    """CTEs up to `truly`: unit_id, amount in tiyn, why_not (unknown when taken up), once per unit."""
    member_of = "family_membership" if key == "family_id" else "household_membership"
    return f"""
        record as (
            select '{spine.population}' as register, source_key, person_no from row_{spine.population}
            union all
            select '{spine.newborn}', source_key, person_no from row_{spine.newborn}
            where role = '{spine.newborn_role}'
        ),
        found_person as (
            select r.person_no, min(p.person_id) as person_id
            from person p join record r on r.register = p.spine_register and r.source_key = p.spine_key
            group by r.person_no
        ),
        truly as (
            select m.{key} as unit_id, cast(round(sum(b.amount) * 100) as bigint) as amount,
                case when bool_and(not b.taken_up) then min(b.why_not) end as why_not
            from truth_benefit b
            join found_person f on f.person_no = b.payee_no
            join {member_of} m on m.person_id = f.person_id
            where b.code = '{code}' group by m.{key}
        )"""


def _said(measures: Sequence[Measure], key: str) -> str:
    """SELECT: unit_id, due (unknown: cannot tell) and amount in tiyn of who is not certainly not due."""
    parts = [
        f"select {key} as unit_id, {one.name}_due as due, {one.name}_amount as amount "
        f"from assessment_{one.unit.name} where {one.name}_due is not false and {key} is not null"
        for one in measures
    ]
    return f"""
        select unit_id, bool_or(due) as due, case when bool_or(due and amount is null) then null
            else cast(sum(case when due then amount end) as bigint) end as amount
        from ({" union all ".join(parts)}) as one_by_one group by unit_id"""
