"""What became known too late: arrears of a month that is over, and what may have been overpaid in it.

Two runs as of the same day are laid side by side: what was known then, and what is known now. Something that
was due, and nobody could know it, is *arrears*: it is offered. Something that was paid, and today is
certainly not due, is a *possible overpayment*: only for a human. What cannot be told today is neither.
"""

from dataclasses import dataclass

from familymap.engine.base import Engine
from familymap.needs.units import UNIT_KEY, levels, of_level
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, Measure, household, person

ARREARS, OVERPAID = "arrears", "possible_overpayment"


@dataclass(frozen=True)
class Difference:
    """One measure of one unit, judged otherwise today than then.

    `kind` is ARREARS or OVERPAID. Money is in tiyn, what the difference is worth at least and at most; None
    where nobody knows or the measure is not money. `due_before` is None where it could not be told, or where
    the unit was not there. Where `received_known` is no, it may have been paid all the same.
    """

    kind: str
    measure: str
    level: str
    unit_id: int
    family_id: int | None
    payee_id: int | None
    due_before: bool | None
    money_lower: int | None
    money_upper: int | None
    received_known: bool


def differences(engine: Engine, made: Catalogue) -> list[Difference]:
    """All differences of one month, by kind, measure and unit; `made` are the rules of the month.

    Offered to the engine are `then_assessment_LEVEL` and `now_assessment_LEVEL`, for each level of measures.
    Compared is what is paid in money and was known as a measure then.
    """
    parts = [
        _difference(measure)
        for level in levels(made)
        for measure in of_level(made, level)
        if measure.period != "in_kind" and f"{measure.name}_due" in _columns(engine, level)
    ]
    if not parts:
        return []
    text = f"select * from ({' union all '.join(parts)}) as differences order by kind, measure, unit_id"
    return [Difference(*row) for row in engine.rows(text)]


def _columns(engine: Engine, level: Level) -> set[str]:
    return {str(name) for name, *_ in engine.rows(f"describe then_assessment_{level.name}")}


def _difference(measure: Measure) -> str:
    """SQL: the units to which this measure was due otherwise.

    Whoever was known to be due and was not paid stands among the gaps of that month, not here; only what the
    amount has grown by does.
    """
    key, level, name = UNIT_KEY[measure.unit], measure.unit.name, measure.name
    family = "cast(null as bigint)" if measure.unit == household else "n.family_id"
    was_due = f"coalesce(t.{name}_due, false)"
    gained = (
        f"n.{name}_due and case when {was_due} then {_least(name)} > 0 else n.{name}_received is not true end"
    )
    lost = f"n.{name}_received and not n.{name}_due"
    paid_too_much = f"n.{name}_received and n.{name}_due and {was_due} and {_most(name)} < 0"
    both = f"""
    select case when {gained} then '{ARREARS}' else '{OVERPAID}' end as kind, '{name}' as measure,
        '{level}' as level, n.{key} as unit_id, {family} as family_id,
        case when {gained} then n.{name}_payee else t.{name}_payee end as payee_id,
        t.{name}_due as due_before,
        case when {gained} then {_least(name)} when {lost} then t.{name}_at_least else -({_most(name)}) end
            as money_lower,
        case when {gained} then {_most(name)} when {lost} then t.{name}_at_most else -({_least(name)}) end
            as money_upper,
        n.{name}_received is not null as received_known
    from now_assessment_{level} n left join then_assessment_{level} t on t.{key} = n.{key}
    where ({gained}) or ({lost} and {was_due}) or ({paid_too_much})
    """
    return f"{both} union all {_of_nobody(name)}" if measure.unit == person else both


def _of_nobody(name: str) -> str:
    """SQL: paid to a person who, as is known now, did not live any more, or was another one."""
    return f"""
    select '{OVERPAID}', '{name}', 'person', t.person_id, t.family_id, t.{name}_payee, t.{name}_due,
        t.{name}_at_least, t.{name}_at_most, true
    from then_assessment_person t
    where t.{name}_due and t.{name}_received
        and not exists (select 1 from now_assessment_person n where n.person_id = t.person_id)
    """


def _least(name: str) -> str:
    """What more is due than then, at least."""
    return f"n.{name}_at_least - case when coalesce(t.{name}_due, false) then t.{name}_at_most else 0 end"


def _most(name: str) -> str:
    """What more is due than then, at most."""
    return f"n.{name}_at_most - case when coalesce(t.{name}_due, false) then t.{name}_at_least else 0 end"
