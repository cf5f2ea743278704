"""A points table: the sum of points and the level in which it lies, with bounds for what is not known.

    S     = Σ_j p_j(x_j)        the points of the band in which each indicator lies
    level = the best level whose `from` is not above S

An unknown $x_j$ may mean any band (or any from the lowest that is still possible), a value that the source
leaves undefined any of its two numbers: so the sum has a lower and an upper bound, and the level is unknown
where they lie in two levels. `score_if_none` and `level_if_none` are what comes out when silence counts as
none, as such tables do.
"""

from collections.abc import Callable, Sequence

from familymap.engine.steps import Step
from familymap.wellbeing.method import Band, Points, PointsMethod
from familymap.wellbeing.relation import by_unit, columns, groups, share, spread, sum_where, whole

PLACED = ("level_best", "level_worst", "level_if_none")


def steps(method: PointsMethod, groupings: Sequence[str]) -> list[Step]:
    """The method's tables in a run, from `portrait_family`: `<name>_family` and `<name>_levels`."""
    family, by = f"{method.name}_family", ("grouping_name", "part")
    return [
        Step(
            name=family,
            meaning=f"Points and level of every family ({method.label.en}).",
            needs=("portrait_family",),
            build=lambda portrait: family_points(method, portrait, groupings),
            key=("family_id",),
        ),
        Step(
            name=f"{method.name}_levels",
            meaning=f"How many are at each level, surely and possibly ({method.label.en}).",
            needs=(family,),
            build=lambda table: levels(
                method,
                f"({spread(f'({patterns(table, groupings)}) as pattern', groupings, PLACED)}) as spread",
                by,
            ),
            key=(*by, "unit", "level"),
        ),
    ]


def family_points(
    method: PointsMethod, portrait: str, carried: Sequence[str] = (), with_indicators: bool = False
) -> str:
    """One row per family: its score at least and at most, its level, and whether it is in need.

    `with_indicators` adds `<indicator>_least` and `<indicator>_most`, the points of each.
    """
    names = list(method.indicators)
    parts = [
        f"{_points(one, bound)} as {name}_{bound}"
        for name, one in method.indicators.items()
        for bound in ("least", "most", "if_none")
    ]
    added = {bound: " + ".join(f"{name}_{bound}" for name in names) for bound in ("least", "most", "if_none")}
    shown = [f"{name}_{bound}" for name in names for bound in ("least", "most")] if with_indicators else []
    best, worst = _level(method, "score_at_most", True), _level(method, "score_at_least", False)
    needy = ", ".join(f"'{level.level}'" for level in method.levels if level.in_need) or "''"
    return f"""
    with pointed as (
        select family_id, members, {groups(carried)}{", ".join(parts)} from {portrait}
    ),
    added as (
        select pointed.*, {added["least"]} as score_at_least, {added["most"]} as score_at_most,
            {added["if_none"]} as score_if_none
        from pointed
    ),
    placed as (
        select added.*, {best} as level_best, {worst} as level_worst,
            {_level(method, "score_if_none", False)} as level_if_none
        from added
    )
    select family_id, members, {columns(*carried)}{columns(*shown)}
        score_at_least, score_at_most, score_if_none, level_best, level_worst, level_if_none,
        case when level_best = level_worst then level_best end as level,
        case
            when level_best in ({needy}) then true
            when level_worst not in ({needy}) then false
        end as in_need
    from placed
    """


def patterns(family: str, by: Sequence[str]) -> str:
    """Families put together that are in one group and at the same levels."""
    same = ", ".join([*by, *PLACED])
    return f"""
    select {same}, {whole("count(*)")} as families, {whole("sum(members)")} as people
    from {family} group by {same}
    """


def levels(method: PointsMethod, pattern: str, by: Sequence[str] = ()) -> str:
    """How many of every group are surely, possibly, and «if silence means none» at each level."""
    given = ", ".join([*by, "unit"])
    names = [level.level for level in method.levels]
    added = ",\n".join(
        f"""{sum_where(f"level_best = '{name}' and level_worst = '{name}'")}
                as lower_{position},
            {sum_where(_possible(names, position))} as upper_{position},
            {sum_where(f"level_if_none = '{name}'")} as if_none_{position}"""
        for position, name in enumerate(names)
    )
    parts = [
        f"""select {given}, '{name}' as level, counted, lower_{position} as count_lower,
            upper_{position} as count_upper, if_none_{position} as count_if_none
        from summed"""
        for position, name in enumerate(names)
    ]
    return f"""
    with counted as ({by_unit(pattern, by, PLACED)}),
    summed as (
        select {given}, {whole("sum(weight)")} as counted,
            {added}
        from counted group by {given}
    ),
    listed as ({" union all ".join(parts)})
    select {given}, level, counted, count_lower, count_upper, count_if_none,
        {share("count_lower", "counted")} as share_lower,
        {share("count_upper", "counted")} as share_upper,
        {share("count_if_none", "counted")} as share_if_none
    from listed
    """


def _possible(names: Sequence[str], position: int) -> str:
    """SQL: the level at this position lies between the best and the worst that are possible."""
    not_better = ", ".join(f"'{name}'" for name in names[: position + 1])
    not_worse = ", ".join(f"'{name}'" for name in names[position:])
    return f"level_best in ({not_better}) and level_worst in ({not_worse})"


def _level(method: PointsMethod, score: str, possible: bool) -> str:
    """SQL: the level of a score; `possible` takes the better level where the border is in doubt."""
    ladder = " ".join(
        f"when {score} >= {level.possible_from if possible else level.from_} then '{level.level}'"
        for level in method.levels[:-1]
    )
    return f"case {ladder} else '{method.levels[-1].level}' end"


def _points(one: Points, bound: str) -> str:
    """SQL: the points of an indicator; `bound` is least, most or if_none."""
    if bound == "if_none":
        missing = one.band_of(one.if_missing)
        unknown = str(missing.least if missing else one.least)
        return _ladder(one, one.fact, lambda position: one.bands[position].least, unknown)
    chosen = min if bound == "least" else max
    limits = [band.least if bound == "least" else band.most for band in one.bands]
    anything = str(chosen(limits))
    if one.at_least is None:
        return _ladder(one, one.fact, limits.__getitem__, anything)
    from_there = _ladder(one, one.at_least, lambda position: chosen(limits[position:]), anything)
    return _ladder(one, one.fact, limits.__getitem__, from_there)


def _ladder(one: Points, fact: str, points: Callable[[int], int], unknown: str) -> str:
    """SQL: by the band in which the fact lies; `unknown` where it lies in none."""
    order = list(enumerate(one.bands))
    if one.by_number:
        order.reverse()
    cases = " ".join(f"when {_lies(fact, band)} then {points(position)}" for position, band in order)
    return f"case {cases} else {unknown} end"


def _lies(fact: str, band: Band) -> str:
    if band.from_ is not None:
        return f"{fact} >= {band.from_}"
    if isinstance(band.value, bool):
        return f"{fact} = {str(band.value).lower()}"
    return f"{fact} = '{band.value}'"
