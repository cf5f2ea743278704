"""Counting after Alkire and Foster, exactly, and with bounds for what is not known.

With $d_{ij}$ = 1 where family $i$ lacks indicator $j$, weights $w_j$ adding up to 1, and $s_i$ members:

    c_i  = Σ_j w_j d_ij                     deprivation score
    poor = c_i ≥ k
    H    = Σ s_i [poor_i] / Σ s_i           headcount ratio
    A    = Σ s_i c_i [poor_i] / Σ s_i [poor_i]   intensity: the mean score of the poor
    M0   = H · A                            adjusted headcount ratio
    h_j  = Σ s_i d_ij [poor_i] / Σ s_i      censored headcount ratio of an indicator
    φ_j  = w_j h_j / M0                     its contribution; the φ_j add up to 1

Weights are whole numbers of one denominator, so scores are whole numbers and «poor» has no rounding. Nothing
is divided before the last step. A $d_{ij}$ may be unknown: then every figure has a lower and an upper bound
between which it lies however the unknown turns out. For H, M0, h_j and the share of a group the bounds are
reached by some turn; for A the upper one is reached and the lower one takes doubtful families at the cut-off
itself; for φ_j both are outer bounds, because an indicator cannot be at its lowest and the others at their
highest in the same family.

Families are first put together by pattern (what is lacked, what is unknown, which group): a few thousand rows
carry a country.
"""

from collections.abc import Mapping, Sequence

from familymap.engine.steps import Step
from familymap.wellbeing.method import CountingMethod
from familymap.wellbeing.relation import (
    by_unit,
    columns,
    group_by,
    groups,
    part_bounds,
    share,
    spread,
    sum_where,
    whole,
)

SCORED = ("score_at_least", "score_at_most", "poor")


def steps(method: CountingMethod, groupings: Sequence[str]) -> list[Step]:
    """The method's tables in a run, from `portrait_family` (one row per family with all its facts).

    `<name>_family` per family, `<name>_measures` and `<name>_indicators` for the country and each part of
    each grouping.
    """
    family, pattern = f"{method.name}_family", f"{method.name}_pattern"
    by = ("grouping_name", "part")
    return [
        Step(
            name=family,
            meaning="What every family lacks in sum, at least and at most, and whether it is poor.",
            needs=("portrait_family",),
            build=lambda portrait: family_scores(method, portrait, groupings),
            key=("family_id",),
        ),
        Step(
            name=pattern,
            meaning="Families put together by group and by what they lack.",
            needs=("portrait_family",),
            build=lambda portrait: patterns(
                method, family_scores(method, portrait, groupings, True), groupings
            ),
            sealed=False,
        ),
        Step(
            name=f"{method.name}_measures",
            meaning="How many are poor and how deeply, by part of the country and type of family.",
            needs=(pattern,),
            build=lambda table: measures(
                method, f"({spread(table, groupings, SCORED)}) as spread", by, by[:1]
            ),
            key=(*by, "unit"),
        ),
        Step(
            name=f"{method.name}_indicators",
            meaning="Who lacks what, and how much each lack adds to poverty, with bounds.",
            needs=(pattern,),
            build=lambda table: indicators(
                method, f"({spread(table, groupings, [*SCORED, *method.facts])}) as spread", by
            ),
            key=(*by, "unit", "indicator"),
        ),
    ]


def family_scores(
    method: CountingMethod, portrait: str, carried: Sequence[str] = (), with_indicators: bool = False
) -> str:
    """One row per family: what it lacks in sum (of `denominator`), and whether it is poor.

    At least: the unknown is not lacked. At most: the unknown is lacked. `poor` is unknown where only the
    second reaches the cut-off. `with_indicators` adds a yes/no column for each indicator.
    """
    lacked = [
        f"case when coalesce({fact}, {{unknown}}) then {method.weights[name]} else 0 end"
        for name, fact in method.facts.items()
    ]
    at_least, at_most = (" + ".join(lacked).format(unknown=unknown) for unknown in ("false", "true"))
    shown = [f"{fact} as {name}" for name, fact in method.facts.items()] if with_indicators else []
    return f"""
    select family_id, members, {columns(*carried)}{columns(*method.facts) if with_indicators else ""}
        score_at_least, score_at_most, {method.denominator} as denominator,
        case
            when score_at_least >= {method.poor_from} then true
            when score_at_most < {method.poor_from} then false
        end as poor
    from (
        select family_id, members, {groups(carried)}{"".join(f"{one}, " for one in shown)}
            {at_least} as score_at_least,
            {at_most} as score_at_most
        from {portrait}
    ) as added
    """


def patterns(method: CountingMethod, scored: str, by: Sequence[str]) -> str:
    """Families of one group that lack the same, put together: their number and their people."""
    same = [*by, *method.facts, *SCORED]
    return f"""
    select {", ".join(same)}, {whole("count(*)")} as families, {whole("sum(members)")} as people
    from ({scored}) as scored
    {group_by(same)}
    """


def measures(method: CountingMethod, pattern: str, by: Sequence[str] = (), within: Sequence[str] = ()) -> str:
    """H, A and M0 of every group with bounds, in people and in families; the group's share in M0.

    `within` are those columns of `by` inside which the shares of the groups add up to 1. `counted`, `poor_…`
    and `score_…` are the exact whole numbers from which the ratios follow (`score_…` in parts of
    `denominator`).
    """
    of_group, of_unit = [*by, "unit"], [*within, "unit"]
    given = ", ".join(of_group)
    same = " and ".join(f"s.{name} = d.{name}" for name in of_group)
    partition = f"over (partition by {', '.join(f's.{name}' for name in of_unit)})"
    in_parts = f"{method.denominator} * {{}}"
    with_doubtful = share("s.sure_score_upper + d.score", in_parts.format("(s.poor_lower + d.weight)"))
    surely_poor = share("sure_score_upper", in_parts.format("poor_lower"))
    doubtful_at_cutoff = f"score_lower + {method.poor_from} * (poor_upper - poor_lower)"
    shallowest = share(doubtful_at_cutoff, in_parts.format("poor_upper"))
    contribution = part_bounds("score_lower", "score_upper", "all_lower", "all_upper")
    return f"""
    with counted as ({by_unit(pattern, by, SCORED)}),
    summed as (
        select {given},
            {whole("sum(weight)")} as counted,
            {sum_where("poor")} as poor_lower,
            {sum_where("coalesce(poor, true)")} as poor_upper,
            {sum_where("poor", "weight * score_at_least")} as score_lower,
            {sum_where("coalesce(poor, true)", "weight * score_at_most")} as score_upper,
            {sum_where("poor", "weight * score_at_most")} as sure_score_upper
        from counted group by {given}
    ),
    doubtful as (
        select {given}, score_at_most, {whole("sum(weight)")} as weight
        from counted where poor is null group by {given}, score_at_most
    ),
    deepest_first as (
        select {given},
            {whole(f"sum(weight) over (partition by {given} order by score_at_most desc)")} as weight,
            {whole(f"sum(weight * score_at_most) over (partition by {given} order by score_at_most desc)")}
                as score
        from doubtful
    ),
    deepest as (
        select {", ".join(f"s.{name}" for name in of_group)},
            max({with_doubtful}) as intensity
        from summed s join deepest_first d on {same}
        group by {", ".join(f"s.{name}" for name in of_group)}
    ),
    joined as (
        select s.*, d.intensity as with_doubtful,
            {whole(f"sum(score_lower) {partition}")} as all_lower,
            {whole(f"sum(score_upper) {partition}")} as all_upper,
            {whole(f"sum(counted) {partition}")} as all_counted
        from summed s left join deepest d on {same}
    )
    select {given}, counted, poor_lower, poor_upper, score_lower, score_upper,
        {method.denominator} as denominator,
        {share("poor_lower", "counted")} as headcount_lower,
        {share("poor_upper", "counted")} as headcount_upper,
        {shallowest} as intensity_lower,
        {_larger(surely_poor, "with_doubtful")} as intensity_upper,
        {share("score_lower", in_parts.format("counted"))} as adjusted_lower,
        {share("score_upper", in_parts.format("counted"))} as adjusted_upper,
        {share("counted", "all_counted")} as population_share,
        {share("score_lower", "all_lower")} as contribution,
        {contribution.lower} as contribution_lower,
        {contribution.upper} as contribution_upper
    from joined
    """


def indicators(method: CountingMethod, pattern: str, by: Sequence[str] = ()) -> str:
    """Who lacks each indicator: everybody (`raw`), the poor (`censored`), and φ_j, with bounds.

    `contribution` is worked out from what is known to be lacked by the surely poor; over the indicators of a
    group it adds up to 1.
    """
    of_group = [*by, "unit"]
    given = ", ".join(of_group)
    added = ",\n".join(
        f"""{sum_where(f"coalesce({name}, false)")} as {name}_raw_lower,
            {sum_where(f"coalesce({name}, true)")} as {name}_raw_upper,
            {sum_where(f"coalesce({name}, false) and coalesce(poor, false)")}
                as {name}_lower,
            {sum_where(f"coalesce({name}, true) and coalesce(poor, true)")}
                as {name}_upper"""
        for name in method.facts
    )
    parts = [
        f"""select {given}, '{name}' as indicator, '{method.dimension_of[name]}' as dimension,
            {weight} as weight, {position} as order_no, counted,
            {name}_raw_lower as raw_people_lower, {name}_raw_upper as raw_people_upper,
            {name}_lower as censored_people_lower, {name}_upper as censored_people_upper,
            {_sum_of(method.weights, "lower")} as all_lower, {_sum_of(method.weights, "upper")} as all_upper
        from summed"""
        for position, (name, weight) in enumerate(method.weights.items())
    ]
    lower, upper = "weight * censored_people_lower", "weight * censored_people_upper"
    contribution = part_bounds(lower, upper, "all_lower", "all_upper")
    return f"""
    with counted as ({by_unit(pattern, by, [*SCORED, *method.facts])}),
    summed as (
        select {given}, {whole("sum(weight)")} as counted,
            {added}
        from counted group by {given}
    ),
    listed as ({" union all ".join(parts)})
    select {given}, indicator, dimension, order_no, weight, {method.denominator} as denominator, counted,
        raw_people_lower as raw_count_lower, raw_people_upper as raw_count_upper,
        censored_people_lower as censored_count_lower, censored_people_upper as censored_count_upper,
        {share("raw_people_lower", "counted")} as raw_lower,
        {share("raw_people_upper", "counted")} as raw_upper,
        {share("censored_people_lower", "counted")} as censored_lower,
        {share("censored_people_upper", "counted")} as censored_upper,
        {share(lower, "all_lower")} as contribution,
        {contribution.lower} as contribution_lower,
        {contribution.upper} as contribution_upper
    from listed
    """


def _sum_of(weights: Mapping[str, int], bound: str) -> str:
    return " + ".join(f"{weight} * {name}_{bound}" for name, weight in weights.items())


def _larger(one: str, other: str) -> str:
    """SQL: the larger of two shares, of which either may be unknown."""
    return f"""case
            when {other} is null then {one}
            when coalesce({one}, 0) > {other} then {one}
            else {other}
        end"""
