"""What became of families between two runs: from which place to which, and who came and went.

A family keeps its number from run to run while it lives on; one that was founded, or fell apart, has no
earlier or no later place. People are counted as they live in the family at the later day, those of a family
that is gone as at the earlier.
"""

from familymap.wellbeing.relation import share, whole

NEW, GONE = "new", "gone"


def transitions(earlier: str, later: str) -> str:
    """The matrix: families and people by place before and after, and their share of the place before.

    `earlier` and `later` are tables from `compare.placed`, one row per family.
    """
    return f"""
    with moved as (
        select coalesce(e.place, '{NEW}') as place_before, coalesce(l.place, '{GONE}') as place_after,
            coalesce(l.members, e.members) as members
        from ({earlier}) as e full join ({later}) as l on l.family_id = e.family_id
    ),
    counted as (
        select place_before, place_after, {whole("count(*)")} as families, {whole("sum(members)")} as people
        from moved group by place_before, place_after
    ),
    compared as (
        select counted.*,
            {whole("sum(families) over (partition by place_before)")} as families_before,
            {whole("sum(people) over (partition by place_before)")} as people_before
        from counted
    )
    select place_before, place_after, families, people,
        {share("families", "families_before")} as families_share,
        {share("people", "people_before")} as people_share
    from compared
    """
