"""What would still be lacking if everything due were received.

For each indicator of wellbeing a family that lacks it stands in one place, the first that fits:

    gap                 a measure that relieves it is due and not known to be received: hand that over first
    received_and_still  such a measure is received, and the family still lacks it
    cannot_tell         such a measure may be due: nobody can tell
    not_due             there are such measures, and none is due to this family
    no_measure          no measure in force relieves it
    unknown             nobody knows whether the family lacks it

The unmet needs are received_and_still, not_due and no_measure; cannot_tell may be. A measure relieves what it
names in `relieves`: an indicator, or all indicators of a dimension.

Income can be worked out: what is known, and all that is due and not received in money per month added to it.
The line is held against the lower and the upper end of that. At the upper end stands also what may be due;
`under_after_due` leaves that out: under the line for certain if only what is certainly due were received.
"""

from collections.abc import Iterable, Sequence

from familymap.engine.steps import Step
from familymap.needs.cells import CELL, UNKNOWN, count_if, spread, whole
from familymap.needs.declaration import DEPRIVED, Needs, indicators, relieving
from familymap.needs.units import levels, of_level, per_month
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, Measure, family, household, person

PLACES = {
    "gap": "would be relieved by what is due and not received",
    "received_and_still": "lacked although a measure against it is received",
    "cannot_tell": "a measure against it may be due; facts are missing",
    "not_due": "there are measures against it, none is due to the family",
    "no_measure": "no measure in force is against it",
    "unknown": "not known whether it is lacked",
}
"""Where a family that lacks an indicator stands, in words."""


def unmet_steps(made: Catalogue, needs: Needs) -> list[Step]:
    """Steps up to `need_family`, `unmet_total` and `income_after_total`."""
    return [
        *(_relief_step(made, level) for level in levels(made)),
        *(_support_step(made, needs, level) for level in levels(made)),
        _family_step(made, needs),
        _unmet_total(made, needs),
        _income_total(needs),
    ]


def _relieved(made: Catalogue) -> dict[str, Sequence[Measure]]:
    """Indicators that some measure relieves, with those measures."""
    return {indicator: measures for indicator, measures in relieving(made).items() if measures}


SIGNS = ("open", "had", "maybe")
"""Of the measures against an indicator: one is due and not known to be received; is received; may be due."""


def _relief_step(made: Catalogue, level: Level) -> Step:
    """Which relief each family (or household) has, may have or misses, from the assessment of one level."""
    key = "family_id" if level in (person, family) else "household_id"
    columns = []
    for indicator, measures in _relieved(made).items():
        mine = [measure.name for measure in measures if measure.unit == level]
        for sign, condition in zip(
            SIGNS,
            ("({m}_due and {m}_received is not true)", "({m}_due and {m}_received)", "({m}_due is null)"),
            strict=True,
        ):
            any_of = " or ".join(condition.format(m=name) for name in mine) or "false"
            columns.append(f"coalesce(bool_or({any_of}), false) as {indicator}_{sign}")
    listed = "".join(f", {column}" for column in columns)
    return Step(
        f"relief_{level.name}",
        f"By indicator, whether a measure of a {level.name} against it is due, received or perhaps due.",
        (f"assessment_{level.name}",),
        lambda table: f"select {key}{listed} from {table} where {key} is not null group by {key}",
        (key,),
        sealed=False,
    )


def _support_step(made: Catalogue, needs: Needs, level: Level) -> Step:
    """What each family would get besides, in money per month, from the measures of one level.

    `untested` and `tested` are due and known not to be received, at their least amount; `tested` is the
    largest one of those that shrink when other income rises. `most` is everything that may be due and is not
    known to be received, at its bound; `unbounded` counts those without one; `sure_…` are the same of what is
    due for certain.
    """
    monthly = [one for one in of_level(made, level) if one.amount and one.period in ("month", "year")]

    def build(table: str, membership: str) -> str:
        if level != household:
            added = f"select family_id, {_support(monthly, needs)} from {table}"
        else:  # each is counted with the family of who is paid
            parts = [
                f"select m.family_id, {_support([one], needs)} from {table} a "
                f"join {membership} m on m.person_id = a.{one.name}_payee"
                for one in monthly
            ]
            nothing = f"select null::bigint as family_id, {_support([], needs)} where false"
            added = " union all ".join(parts) or nothing
        return f"""
        select family_id, {whole("sum(untested)")} as untested, {whole("max(tested)")} as tested,
            {whole("sum(most)")} as most, {whole("sum(unbounded)")} as unbounded,
            {whole("sum(sure_most)")} as sure_most, {whole("sum(sure_unbounded)")} as sure_unbounded
        from ({added}) as added group by family_id
        """

    return Step(
        f"support_{level.name}",
        f"What families would get besides from the measures of a {level.name}, in money per month.",
        (f"assessment_{level.name}", "family_membership"),
        build,
        ("family_id",),
        sealed=False,
    )


def _support(measures: Sequence[Measure], needs: Needs) -> str:
    """SQL: untested, tested, most, unbounded, sure_most, sure_unbounded of one unit."""
    untested: list[str] = []
    tested: list[str] = []
    bounds: dict[str, list[str]] = {"most": [], "sure_most": []}
    unbounded: dict[str, list[str]] = {"unbounded": [], "sure_unbounded": []}
    for together in _had_together(measures):
        sure = [
            f"case when {one.name}_due and not {one.name}_received "
            f"then coalesce({per_month(one, f'{one.name}_at_least')}, 0) else 0 end"
            for one in together
        ]
        if together[0].name in needs.income.shrinking:
            tested += sure
        else:
            untested.append(_largest(sure))
        for most, open_, due in (("most", "unbounded", "is not false"), ("sure_most", "sure_unbounded", "")):
            missed = {one: f"{one.name}_due {due} and {one.name}_received is not true" for one in together}
            bounds[most].append(
                _largest(
                    [
                        f"case when {condition} "
                        f"then coalesce({per_month(one, f'{one.name}_at_most')}, 0) else 0 end"
                        for one, condition in missed.items()
                    ]
                )
            )
            unbounded[open_] += [
                f"case when {condition} and {one.name}_at_most is null then 1 else 0 end"
                for one, condition in missed.items()
            ]
    columns = {"untested": _sum(untested), "tested": _largest(tested)}
    columns |= {name: _sum(amounts) for name, amounts in (bounds | unbounded).items()}
    return ", ".join(f"{text} as {name}" for name, text in columns.items())


def _had_together(measures: Iterable[Measure]) -> list[list[Measure]]:
    """Measures of which a unit can have one: alone, or in a group that excludes each other."""
    groups: list[list[Measure]] = []
    for measure in measures:
        for group in groups:
            if any(measure.name in other.excludes or other.name in measure.excludes for other in group):
                group.append(measure)
                break
        else:
            groups.append([measure])
    return groups


def _largest(amounts: Sequence[str]) -> str:
    if not amounts:
        return "0"
    return amounts[0] if len(amounts) == 1 else f"greatest({', '.join(amounts)})"


def _sum(amounts: Sequence[str]) -> str:
    return " + ".join(f"({amount})" for amount in amounts) or "0"


def _family_step(made: Catalogue, needs: Needs) -> Step:
    """One row per family: where it stands for each indicator, and its income after everything due."""
    there = levels(made)
    reliefs = {level: f"relief_{level.name}" for level in there}
    supports = [f"support_{level.name}" for level in there]
    income = needs.income
    places = ",\n".join(
        f"{_place(indicator, bool(measures), there)} as {indicator}"
        for indicator, measures in relieving(made).items()
    )

    def added(column: str) -> str:
        return " + ".join(f"coalesce({support}.{column}, 0)" for support in supports) or "0"

    tested = [f"coalesce({support}.tested, 0)" for support in supports]
    known = {f"relief_{level.name}": "household_id" if level == household else "family_id" for level in there}
    joins = " ".join(
        [
            *(f"left join {table} on {table}.{key} = p.{key}" for table, key in known.items()),
            *(f"left join {support} on {support}.family_id = p.family_id" for support in supports),
        ]
    )

    def build(portrait_family: str, family_cell: str, *_: str) -> str:
        return f"""
        select *, case
                when income_after_upper < line then true
                when income_after_lower >= line then false
            end as under_after,
            income_after_due < line as under_after_due
        from (
            select p.family_id, c.area, c.family_type, p.members,
                {places},
                p.{income.line} as line, p.{income.known} as income_lower, p.{income.exact} as income_upper,
                p.{income.known} + greatest({added("untested")}, {_largest(tested)}) as income_after_lower,
                case when {added("unbounded")} = 0 then p.{income.exact} + {added("most")} end
                    as income_after_upper,
                case when {added("sure_unbounded")} = 0 then p.{income.exact} + {added("sure_most")} end
                    as income_after_due,
                case when p.{income.exact} < p.{income.line} then true
                    when p.{income.known} >= p.{income.line} then false end as under_before
            from {portrait_family} p join {family_cell} c on c.family_id = p.family_id {joins}
        ) as worked_out
        """

    return Step(
        "need_family",
        "What each family would still lack if everything due were received.",
        ("portrait_family", "family_cell", *reliefs.values(), *supports),
        build,
        ("family_id",),
    )


def _place(indicator: str, is_relieved: bool, there: Sequence[Level]) -> str:
    """SQL: where a family stands for one indicator; unknown (NULL) where it does not lack it."""
    lacked = f"p.{DEPRIVED}{indicator}"
    if not is_relieved:
        return f"case when {lacked} then 'no_measure' when {lacked} is null then '{UNKNOWN}' end"
    signs = {
        sign: " or ".join(f"coalesce(relief_{level.name}.{indicator}_{sign}, false)" for level in there)
        for sign in SIGNS
    }
    return (
        f"case when {lacked} is null then '{UNKNOWN}' when not {lacked} then null "
        f"when {signs['open']} then 'gap' when {signs['had']} then 'received_and_still' "
        f"when {signs['maybe']} then 'cannot_tell' else 'not_due' end"
    )


def _unmet_total(made: Catalogue, needs: Needs) -> Step:
    """How many families and people stand where, by indicator, area and type."""
    listed = list(indicators(made))

    def build(need_family: str) -> str:
        parts = " union all ".join(
            f"select '{indicator}' as indicator, {indicator} as place, area, family_type, "
            f"count(*) as families, sum(members) as people from {need_family} "
            f"where {indicator} is not null group by area, family_type, {indicator}"
            for indicator in listed
        )
        sums = {"families": whole("sum(families)"), "people": whole("sum(people)")}
        nothing = (
            "select null::varchar as indicator, null::varchar as place, null::varchar as area, "
            "null::varchar as family_type, null::bigint as families, null::bigint as people where false"
        )
        return spread(f"({parts or nothing})", needs, ("indicator", "place"), sums)

    return Step(
        "unmet_total",
        "Families and people by what they lack and where they stand, by area and type of family.",
        ("need_family",),
        build,
        ("indicator", "place", *CELL),
    )


def _income_total(needs: Needs) -> Step:
    """How many families are under the line before and after everything due, and how far."""
    short_lower = "case when under_after then line - income_after_upper else 0 end"
    short_upper = "greatest(line - income_after_lower, 0)"
    sums = {
        "families": whole("sum(families)"),
        **{
            name: whole(f"sum({name})")
            for name in (
                "under_before_lower",
                "under_before_upper",
                "under_after_lower",
                "under_after_upper",
                "under_after_due",
                "shortfall_lower",
                "shortfall_upper",
            )
        },
    }

    def build(need_family: str) -> str:
        cell = f"""
        select area, family_type, count(*) as families,
            {count_if("under_before")} as under_before_lower,
            {count_if("under_before is not false")} as under_before_upper,
            {count_if("under_after")} as under_after_lower,
            {count_if("under_after is not false")} as under_after_upper,
            {count_if("under_after_due")} as under_after_due,
            {whole(f"sum({short_lower})")} as shortfall_lower,
            {whole(f"sum({short_upper})")} as shortfall_upper
        from {need_family} group by area, family_type"""
        return spread(f"({cell})", needs, (), sums)

    return Step(
        "income_after_total",
        "Families under the line before and after everything due, and how far, by area and type.",
        ("need_family",),
        build,
        CELL,
    )
