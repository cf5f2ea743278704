"""Who changes place between two methods, or between two sets of parameters of one method.

A *place* is where a method puts a family: its level, or «poor» and «not_poor»; «unknown» where that depends
on what is not known.
"""

from collections.abc import Sequence

from familymap.wellbeing.counting import family_scores
from familymap.wellbeing.method import CountingMethod, Method
from familymap.wellbeing.points import family_points
from familymap.wellbeing.relation import UNKNOWN, columns, group_by, whole

POOR, NOT_POOR = "poor", "not_poor"


def places(method: Method) -> list[str]:
    """Where a method can put a family, the best place first, «unknown» last."""
    named = (
        [NOT_POOR, POOR] if isinstance(method, CountingMethod) else [level.level for level in method.levels]
    )
    return [*named, UNKNOWN]


def placed(method: Method, portrait: str, carried: Sequence[str] = (), silence_is_none: bool = False) -> str:
    """One row per family: its place and whether it is in need by this method.

    `silence_is_none` takes what no register tells for «no», as most scoring systems do.
    """
    if isinstance(method, CountingMethod):
        poor = f"score_at_least >= {method.poor_from}" if silence_is_none else "poor"
        place = f"case when poor then '{POOR}' when not poor then '{NOT_POOR}' else '{UNKNOWN}' end"
        return f"""
        select family_id, members, {columns(*carried)}{place} as place, poor as in_need
        from (
            select family_id, members, {columns(*carried)}{poor} as poor
            from ({family_scores(method, portrait, carried)}) as scored
        ) as judged
        """
    if silence_is_none:
        needy = ", ".join(f"'{level.level}'" for level in method.levels if level.in_need) or "''"
        place, need = "level_if_none", f"level_if_none in ({needy})"
    else:
        place, need = f"coalesce(level, '{UNKNOWN}')", "in_need"
    return f"""
    select family_id, members, {columns(*carried)}{place} as place, {need} as in_need
    from ({family_points(method, portrait, carried)}) as pointed
    """


def cross(first: str, second: str, by: Sequence[str] = ()) -> str:
    """Families and people at each pair of places; `first` and `second` are tables from `placed`."""
    same = [*by, "first_place", "second_place"]
    return f"""
    select {", ".join(same)}, {whole("count(*)")} as families, {whole("sum(members)")} as people
    from (
        select {columns(*by, table="f")}f.members, f.place as first_place, s.place as second_place
        from ({first}) as f join ({second}) as s on s.family_id = f.family_id
    ) as pair
    {group_by(same)}
    """


def need_changes(first: str, second: str, by: Sequence[str] = ()) -> str:
    """Families and people in need by both methods, by one only, by none, or unknown to one."""
    same = [*by, "change"]
    return f"""
    select {", ".join(same)}, {whole("count(*)")} as families, {whole("sum(members)")} as people
    from (
        select {columns(*by, table="f")}f.members,
            case
                when f.in_need and s.in_need then 'both'
                when f.in_need and not s.in_need then 'first_only'
                when not f.in_need and s.in_need then 'second_only'
                when not f.in_need and not s.in_need then 'neither'
                else '{UNKNOWN}'
            end as change
        from ({first}) as f join ({second}) as s on s.family_id = f.family_id
    ) as pair
    {group_by(same)}
    """


def missed(method: str, gap: str) -> str:
    """Gaps, and families that have one, by whether the method finds the family in need.

    `method` is a table from `placed`; in_need is unknown where the method cannot say.
    """
    return f"""
    select p.in_need, {whole("count(*)")} as gaps, {whole("count(distinct g.family_id)")} as families
    from ({gap}) as g join ({method}) as p on p.family_id = g.family_id
    group by p.in_need
    """
