"""What is due for certain and not received, with the likeliest cause.

A benefit whose receipt nothing shows is kept apart (`received_known` is no): it may be received. The cause is
the first of `causes.CAUSES` that the tables speak for. As long as no register of offers exists, its table
is empty and causes come from the registers alone.
"""

from datetime import date, timedelta

from familymap.engine.steps import Step
from familymap.needs.cells import UNKNOWN
from familymap.needs.declaration import Needs
from familymap.needs.units import UNIT_KEY, levels, of_level, payment_scope, rows
from familymap.people.linkage import Thresholds
from familymap.people.scorer import SCALE
from familymap.people.subjects import Subject
from familymap.rules.catalogue import Catalogue, dates_of
from familymap.rules.declare import Measure, family, household, person

OFFER_HISTORY = {
    "offer_id": "bigint",
    "measure": "varchar",
    "unit_id": "bigint",
    "offered_on": "date",
    "delivered": "boolean",
    "reply": "varchar",
    "replied_on": "date",
}
"""Columns of the offers made before; to offer empty while nobody keeps them.

`unit_id` numbers the person, family or household as in `entitlement`; `delivered` is unknown where the
channel does not tell; `reply` is accepted, refused, or unknown while there is none.
"""

RECORD_IN_DOUBT = "('payment_waits_for_human', 'row_waits_for_human', 'link_near_the_bar')"
"""SQL: the evidence that a record may be about somebody else."""


def gap_steps(made: Catalogue, needs: Needs, subjects: list[Subject], thresholds: Thresholds) -> list[Step]:
    """Steps up to `gap`; `subjects` are those of the link tables."""
    return [
        _paid_before(made, needs),
        _doubt(made, needs, subjects, thresholds),
        _due_since(made, needs),
        _gap(made, needs),
    ]


def _paid_before(made: Catalogue, needs: Needs) -> Step:
    """Payments of earlier months, by measure and by the person, family or household that shows receipt."""
    payments, key = needs.payments, made.registers[needs.payments.register_name].key
    codes = [
        (code, measure.name, payment_scope(measure).name)
        for measure in made.measures.values()
        if measure.period in ("month", "year")
        for code in measure.received_as
    ]
    scope_id = {"person": "l.person_id", "family": "m.family_id", "household": "h.household_id"}
    which = " ".join(f"when '{scope}' then {column}" for scope, column in scope_id.items())

    last_month = dates_of(made.as_of)["last_month"]

    def build(delivered: str, link: str, membership: str, housed: str) -> str:
        return f"""
        with paid as (
            select c.measure, c.scope, case c.scope {which} end as scope_id, d.{payments.month} as month,
                d.{key} as payment_key
            from {delivered} d
            join {rows(codes, "c", ("code", "measure", "scope"))} on c.code = d.{payments.code}
            join {link} l on l.source_key = d.{key}
            left join {membership} m on m.person_id = l.person_id
            left join {housed} h on h.person_id = l.person_id
            where l.person_id is not null and d.{payments.month} < date '{last_month}'
        ),
        ranked as (
            select measure, scope, scope_id, month, payment_key, row_number() over (
                partition by measure, scope_id order by month desc, payment_key
            ) as place
            from paid where scope_id is not null
        )
        select measure, scope_id, month, payment_key from ranked where place = 1
        """

    return Step(
        "paid_before",
        "The last payment of each measure before last month, by whose payments show its receipt.",
        (
            payments.register_name,
            f"link_{payments.register_name}",
            "family_membership",
            "household_membership",
        ),
        build,
        ("measure", "scope_id"),
        sealed=False,
    )


def registers_of(made: Catalogue, measure: Measure) -> list[str]:
    """The registers from which the measure's conditions come in the end, in name order."""
    return sorted({register for name in measure.conditions for register in made.sources(name)})


def _doubt(made: Catalogue, needs: Needs, subjects: list[Subject], thresholds: Thresholds) -> Step:
    """Whom the records of a register may not be about: one row per person and register, the worst doubt."""
    payments = needs.payments.register_name
    asked = {payments, *(name for one in made.measures.values() for name in registers_of(made, one))}
    spoken_of = [subject for subject in subjects if subject.register in asked]
    spare = needs.doubtful_within_bits.value * SCALE
    bar = round(thresholds.certainty * SCALE) + spare
    clear = round(thresholds.margin * SCALE) + spare
    listed = ", ".join(f"'{register}'" for register in sorted(asked))

    def build(person_table: str, link_review: str, *links: str) -> str:
        near = " union all ".join(
            f"select person_id, '{subject.register}' as register, source_key, 2 as rank from {link} "
            f"cross join bar where rule = 'likeness' and (score < people_bits + {bar} or margin < {clear})"
            for subject, link in zip(spoken_of, links, strict=True)
        )
        return f"""
        with bar as (
            select cast(round({SCALE} * ln(greatest(count(*), 1)) / ln(2)) as bigint) as people_bits
            from {person_table}
        ),
        doubted as (
            select person_id, register, source_key, 1 as rank from {link_review}
            where candidate = 1 and register in ({listed})
            union all
            {near}
        ),
        ranked as (
            select *, row_number() over (
                partition by person_id, register order by rank, source_key
            ) as place
            from doubted where person_id is not null
        )
        select person_id, register, source_key, rank from ranked where place = 1
        """

    return Step(
        "doubt",
        "Records that wait for a human, or were only just sure enough, by the person they may be about.",
        ("person", "link_review", *(subject.link_table for subject in spoken_of)),
        build,
        ("person_id", "register"),
        sealed=False,
    )


def _due_since(made: Catalogue, needs: Needs) -> Step:
    """Since when the reason of what is due exists, where a fact tells it."""
    declared = [
        (measure, fact)
        for name, fact in needs.due_since.items()
        if (measure := made.measures.get(name)) is not None
    ]

    def build(entitlement: str, *_: str) -> str:
        parts = [
            f"select e.measure, e.unit_id, f.{fact} as due_since from {entitlement} e "
            f"join portrait_{level.name} f on f.{UNIT_KEY[level]} = e.{UNIT_KEY[level]} "
            f"where e.measure = '{measure.name}'"
            for measure, fact in declared
            for level in [made.level_of(fact)]
        ]
        nothing = (
            "select null::varchar as measure, null::bigint as unit_id, null::date as due_since where false"
        )
        return " union all ".join(parts) or nothing

    read = sorted({f"portrait_{made.level_of(fact).name}" for _, fact in declared})
    return Step(
        "due_since",
        "Since when the reason of an entitlement exists.",
        ("entitlement", *read),
        build,
        ("measure", "unit_id"),
        sealed=False,
    )


def _gap(made: Catalogue, needs: Needs) -> Step:
    payments = needs.payments.register_name
    last_month = dates_of(made.as_of)["last_month"]
    month_before = (last_month - timedelta(days=1)).replace(day=1)

    def build(
        entitlement: str,
        paid_before: str,
        doubt: str,
        due_since: str,
        offer_history: str,
        delivered: str,
        membership: str,
        portrait_person: str,
        family_cell: str,
        household_cell: str,
    ) -> str:
        return f"""
        with newest as (select max({needs.payments.month}) as month from {delivered}),
        missed as ({_missed(made, entitlement, membership, family_cell, household_cell)}),
        last_offer as ({_last_offer(offer_history)}),
        doubtful as ({_worst_doubt(made, payments, doubt)}),
        seen as (
            select g.*, s.due_since, n.month as newest_month,
                o.offer_id, o.offered_on, coalesce(o.delivered, true) as delivered, o.reply, o.replied_on,
                d.register as doubt_register, d.source_key as doubt_key, d.rank as doubt_rank,
                b.month as paid_month, b.payment_key,
                p.address_known, f.adults
            from missed g
            cross join newest n
            left join {due_since} s on s.measure = g.measure and s.unit_id = g.unit_id
            left join last_offer o on o.measure = g.measure and o.unit_id = g.unit_id
            left join doubtful d on d.measure = g.measure and d.unit_id = g.unit_id
            left join {paid_before} b on b.measure = g.measure and b.scope_id = g.scope_id
            left join {membership} m on m.person_id = g.payee_id
            left join {family_cell} f on f.family_id = m.family_id
            left join {portrait_person} p on p.person_id = g.payee_id
        ),
        judged as (select *, {_evidence(payments)} as evidence from seen)
        select measure, unit_id, level, family_id, person_id, household_id, payee_id, received_known, period,
            amount, at_least, at_most, coalesce(area, '{UNKNOWN}') as area,
            coalesce(family_type, '{UNKNOWN}') as family_type, due_since, {_cause(month_before)} as cause,
            evidence, {_place_of_evidence(payments)}
        from judged
        """

    return Step(
        "gap",
        "What is due for certain and not received: amount, likely cause and its evidence.",
        (
            "entitlement",
            "paid_before",
            "doubt",
            "due_since",
            "offer_history",
            payments,
            "family_membership",
            "portrait_person",
            "family_cell",
            "household_cell",
        ),
        build,
        ("measure", "unit_id"),
    )


def _missed(made: Catalogue, entitlement: str, membership: str, family_cell: str, household_cell: str) -> str:
    """SQL: what is due and not known to be received, by the month, with its area and type of family."""
    kinds = [
        (measure.name, measure.period, payment_scope(measure).name)
        for level in levels(made)
        for measure in of_level(made, level)
    ]
    monthly = ", ".join(
        f"case when k.period = 'year' then e.{column} // 12 else e.{column} end as {column}"
        for column in ("amount", "at_least", "at_most")
    )
    scope_ids = {person: "e.person_id", family: "e.family_id", household: "e.household_id"}
    scope_id = " ".join(f"when '{level.name}' then {column}" for level, column in scope_ids.items())
    return f"""
    select e.measure, e.unit_id, e.level, coalesce(e.family_id, m.family_id) as family_id,
        e.person_id, e.household_id, e.payee_id, e.received is not null as received_known,
        k.period, {monthly},
        case k.scope {scope_id} end as scope_id,
        case when e.level = 'household' then h.area else c.area end as area,
        case when e.level = 'household' then h.family_type else c.family_type end as family_type
    from {entitlement} e
    join {rows(kinds, "k", ("measure", "period", "scope"))} on k.measure = e.measure
    left join {membership} m on m.person_id = e.payee_id and e.level = 'household'
    left join {family_cell} c on c.family_id = e.family_id
    left join {household_cell} h on h.household_id = e.household_id and e.level = 'household'
    where e.received is not true
    """


def _last_offer(offer_history: str) -> str:
    """SQL: the newest offer of each measure to each unit."""
    return f"""
    select * from (
        select *, row_number() over (
            partition by measure, unit_id order by offered_on desc, offer_id desc
        ) as place
        from {offer_history}
    ) numbered where place = 1
    """


def _worst_doubt(made: Catalogue, payments: str, doubt: str) -> str:
    """SQL: the worst doubt about a record that the payment or a condition of what is missed stands on."""
    doubted = [
        (measure.name, register)
        for measure in made.measures.values()
        for register in sorted({payments, *registers_of(made, measure)})
    ]
    return f"""
    select * from (
        select g.measure, g.unit_id, d.register, d.source_key, d.rank, row_number() over (
            partition by g.measure, g.unit_id
            order by d.rank, case when d.register = '{payments}' then 0 else 1 end, d.register
        ) as place
        from missed g
        join {rows(doubted, "r", ("measure", "register"))} on r.measure = g.measure
        join {doubt} d on d.person_id = g.payee_id and d.register = r.register
    ) numbered where place = 1
    """


def _evidence(payments: str) -> str:
    """SQL: what the tables say of why it is missed; the first that speaks."""
    return f"""case
        when offer_id is not null and delivered and reply is null then 'offer_unanswered'
        when offer_id is not null and reply = 'accepted' then 'offer_accepted'
        when offer_id is not null and reply = 'refused' then 'offer_refused'
        when doubt_rank = 1 and doubt_register = '{payments}' then 'payment_waits_for_human'
        when doubt_rank = 1 then 'row_waits_for_human'
        when doubt_rank = 2 then 'link_near_the_bar'
        when received_known and paid_month is not null then 'paid_until'
        when due_since >= newest_month then 'due_since'
        when offer_id is not null and not delivered then 'offer_not_delivered'
        when payee_id is null then 'no_payee'
        when adults = 0 then 'no_adult'
        when not address_known then 'no_address'
        else 'no_offer'
    end"""


def _cause(month_before: date) -> str:
    """SQL: the likely cause that follows from the evidence; payments up to `month_before` are only late."""
    return f"""case
        when evidence = 'offer_unanswered' then 'unanswered_offer'
        when evidence = 'offer_accepted' then 'accepted_not_paid'
        when evidence = 'offer_refused' and due_since > replied_on then 'refused_then_changed'
        when evidence = 'offer_refused' then 'refused'
        when evidence in {RECORD_IN_DOUBT} then 'conflicting_facts'
        when evidence = 'paid_until' and paid_month >= date '{month_before}' then 'payment_late'
        when evidence = 'paid_until' then 'stopped'
        when evidence = 'due_since' then 'register_late'
        when evidence = 'no_offer' then 'no_offer_on_record'
        else 'unreachable'
    end"""


def _place_of_evidence(payments: str) -> str:
    """SQL: the register, the row and the day in which the evidence stands."""
    return f"""
    case when evidence = 'paid_until' then '{payments}'
        when doubt_rank is not null
            and evidence in {RECORD_IN_DOUBT} then doubt_register end as evidence_register,
    case when evidence like 'offer%' then offer_id
        when evidence = 'paid_until' then payment_key
        when evidence in {RECORD_IN_DOUBT} then doubt_key end as evidence_key,
    case when evidence in ('offer_accepted', 'offer_refused') then replied_on
        when evidence in ('offer_unanswered', 'offer_not_delivered') then offered_on
        when evidence = 'paid_until' then paid_month
        when evidence = 'due_since' then due_since end as evidence_day
    """
