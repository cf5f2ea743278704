"""`area_figure`: what the map, the overview and every export show, for each area and part of the people.

A *topic* sorts all families (or people, or households) of a cell into *states* that exclude each other; those
in none of the listed states are the rest. What a reader sees (a number, a share, lower and upper) is a sum of
states (`web.figures.catalogue` says which), so that what is shown of a cell and what could be worked out from
it are the same thing, and one rule (`needs.protection`) can guard both.

    families, people, households    all
    lack_<indicator>                yes, unknown
    unmet_<indicator>               unmet, cannot_tell, of those who lack it (`unmet_total` says the same)
    side_<dimension>                yes, unknown: lacks something on this side of life
    poor_<method>                   yes, unknown
    poor_<method>_<dimension>       yes, unknown: poor, and lacks something on this side of life
    gap_<measure>                   gap, open: receipt or right not known (`need_total` says the same)
    take_up_<measure>               received, of those in no gap
    any_gap                         gap, open
    cause_<cause>                   yes: something due is not received, probably for this reason
    <what a country declares>       yes, unknown, and no where only some are looked at

Column `of` says whose part a topic is: a base, or a state of another topic (`families.lack_income.yes`;
`rest` are those in no state). So the coarse picture can be shown in places where the fine one cannot. The
sides of a method are of a topic with all its states (`families.poor_counting`): together they make it up.

Kinds of rows: `count` (families, people or households: lower = upper), `people` (those in the families
counted), `money` (tiyn; upper is unknown where an amount has no bound), `score` and `intensity` (millionths).
The scores of a method's dimensions add up to the method's.
Rows of 0 are left out. Settlements are counted as a whole; districts, regions and the country also by type of
family, or by age and sex where people are counted.
"""

from collections.abc import Mapping, Sequence

from familymap.engine.steps import Step
from familymap.needs.causes import CAUSES
from familymap.needs.cells import ALL, COUNTRY, SETTLEMENT, UNKNOWN, count_if, whole
from familymap.needs.declaration import DEPRIVED, Needs, indicators
from familymap.needs.figure_declaration import Figures, checked
from familymap.needs.units import levels
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import household
from familymap.wellbeing import counting
from familymap.wellbeing.method import CountingMethod

BY_TYPE, BY_AGE = "family_type", "age_sex"
FAMILIES, PEOPLE, HOUSEHOLDS = "families", "people", "households"
"""What is counted: the topics of everybody, of which all other topics are parts (column `of`)."""

KEY = ("name", "state", "kind", "area_level", "area", "grouping", "part")
SHOWN = ("name", "state", "kind", "of", *KEY[3:], "lower", "upper")
MILLION = 1_000_000

Bounds = tuple[str, str]
"""SQL of what is added up to the lower and to the upper bound."""

ENDS = ("lower", "upper")
COUNT: Mapping[str, Bounds] = {"count": ("1", "1")}

UNMET = ("received_and_still", "not_due", "no_measure")
"""The places of a family (`needs.unmet.PLACES`) in which no measure reaches it."""

MEASURE_STATES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "gap_": {"gap": ("families_gap",), "open": ("families_receipt_unknown", "families_cannot_tell")},
    "take_up_": {"received": ("families_received",)},
}
"""Topic → state → the columns of `need_cell` that it adds up."""


def figure_steps(
    made: Catalogue, needs: Needs, figures: Figures, methods: Sequence[CountingMethod]
) -> list[Step]:
    """`figure_cell` and `intensity_cell` (intermediate) and `area_figure`. Raises BadNeeds."""
    checked(figures, made)
    return [
        _cell_step(made, figures, methods),
        *(_intensity_step(method, needs) for method in methods),
        _figure_step(needs, methods),
    ]


def _cell_step(made: Catalogue, figures: Figures, methods: Sequence[CountingMethod]) -> Step:
    there = [f"assessment_{level.name}" for level in levels(made)]
    texts = [
        _bases(figures),
        *_counted(figures),
        *_lacks(made),
        *_sides(made),
        *(text for method in methods for text in (_poor(method), *_poor_by_side(method))),
        *_measures(made),
        _any_gap(made),
        *_causes(),
    ]
    text = " union all ".join(texts)
    return Step(
        "figure_cell",
        "What is counted in each settlement by type of family, or by age and sex.",
        (
            "family_cell",
            "household_cell",
            "portrait_family",
            "portrait_person",
            "need_family",
            "need_cell",
            "gap",
            *(f"{method.name}_family" for method in methods),
            *there,
        ),
        lambda *_: text,
        ("name", "state", "kind", "area", "grouping", "part"),
        sealed=False,
    )


def _rows(name: str, of: str, source: str, kinds: Mapping[str, Bounds]) -> str:
    """SQL: a topic's rows of these kinds, in one pass over a source with columns area, part and state."""
    sums = ", ".join(
        f"{whole(f'sum({expression})')} as {kind}_{end}"
        for kind, bounds in kinds.items()
        for end, expression in zip(ENDS, bounds, strict=True)
    )
    lower, upper = (
        "case kind " + " ".join(f"when '{kind}' then {kind}_{end}" for kind in kinds) + " end" for end in ENDS
    )
    listed = ", ".join(f"('{kind}')" for kind in kinds)
    grouping = BY_AGE if of == PEOPLE else BY_TYPE
    cells = f"select area, part, state, {sums} from {source} where state is not null group by 1, 2, 3"
    return (
        f"select '{name}' as name, state, kind, '{of}' as of, area, '{grouping}' as grouping, part, "
        f"{lower} as lower, {upper} as upper from ({cells}) as cell cross join (values {listed}) as k(kind)"
    )


def _of_families(
    name: str, state: str, joined: str = "", of: str = FAMILIES, score: Bounds | None = None
) -> str:
    """SQL: families and the people in them by state, and their score if they have one.

    `joined` brings what the state is made of; the score is of one family, in millionths.
    """
    kinds = {**COUNT, "people": ("members", "members")}
    columns = f"c.area, c.family_type as part, c.members, {state} as state"
    if score:
        kinds["score"] = ("least", "most")
        columns += ", {} as least, {} as most".format(*score)
    return _rows(name, of, f"(select {columns} from family_cell c {joined}) as f", kinds)


def _of_people(figures: Figures, name: str, state: str) -> str:
    ages = "".join(f"when age >= {begin} then sex || '_{begin}' " for begin in reversed(figures.ages))
    source = (
        f"(select coalesce(area, '{UNKNOWN}') as area, coalesce(case {ages}end, '{UNKNOWN}') as part, "
        f"{state} as state from portrait_person) as p"
    )
    return _rows(name, PEOPLE, source, COUNT)


def _bases(figures: Figures) -> str:
    homes = "(select area, family_type as part, 'all' as state from household_cell) as h"
    return " union all ".join(
        [
            _of_families(FAMILIES, "'all'"),
            _of_people(figures, PEOPLE, "'all'"),
            _rows(HOUSEHOLDS, HOUSEHOLDS, homes, COUNT),
        ]
    )


def _counted(figures: Figures) -> list[str]:
    found = []
    for name, one in figures.counted.items():
        within = f"when {one.within} then 'no' " if one.within else ""
        state = f"case when {one.fact} then 'yes' when {one.fact} is null then 'unknown' {within}end"
        if one.unit == "people":
            found.append(_of_people(figures, name, state))
        else:
            found.append(_of_families(name, state, "join portrait_family p on p.family_id = c.family_id"))
    return found


def _lacks(made: Catalogue) -> list[str]:
    found = []
    unmet = ", ".join(repr(place) for place in UNMET)
    for indicator in indicators(made):
        place = f"n.{indicator}"
        join = "join need_family n on n.family_id = c.family_id"
        lacks = f"case when {place} = '{UNKNOWN}' then 'unknown' when {place} is not null then 'yes' end"
        missed = f"case when {place} in ({unmet}) then 'unmet' when {place} = 'cannot_tell' then {place} end"
        found.append(_of_families(f"lack_{indicator}", lacks, join))
        found.append(_of_families(f"unmet_{indicator}", missed, join, f"{FAMILIES}.lack_{indicator}.yes"))
    return found


def _sides(made: Catalogue) -> list[str]:
    of_side: dict[str, list[str]] = {}
    for indicator, dimension in indicators(made).items():
        of_side.setdefault(dimension, []).append(f"p.{DEPRIVED}{indicator}")
    found = []
    for dimension, facts in of_side.items():
        lacked = f"({' or '.join(facts)})"
        state = f"case when {lacked} then 'yes' when {lacked} is null then 'unknown' end"
        join = "join portrait_family p on p.family_id = c.family_id"
        found.append(_of_families(f"side_{dimension}", state, join))
    return found


def _poor(method: CountingMethod) -> str:
    name, join = f"poor_{method.name}", f"join {method.name}_family m on m.family_id = c.family_id"
    state = "case when m.poor then 'yes' when m.poor is null then 'unknown' end"
    return _of_families(name, state, join, score=_score(method, "m.score_at_least", "m.score_at_most"))


def _poor_by_side(method: CountingMethod) -> list[str]:
    """What each side of life adds to the score, and whom of the poor it concerns."""
    found = []
    join = (
        f"join {method.name}_family m on m.family_id = c.family_id "
        "join portrait_family p on p.family_id = c.family_id"
    )
    for side, dimension in method.dimensions.items():
        weights = {f"p.{method.facts[name]}": method.weights[name] for name in dimension.indicators}
        lacked = f"({' or '.join(weights)})"
        state = (
            f"case when m.poor and {lacked} then 'yes' "
            f"when coalesce(m.poor, true) and coalesce({lacked}, true) then 'unknown' end"
        )
        least, most = (
            " + ".join(
                f"{weight} * cast(coalesce({fact}, {unknown}) as int)" for fact, weight in weights.items()
            )
            for unknown in ("false", "true")
        )
        topic = f"poor_{method.name}"
        score = _score(method, f"({least})", f"({most})")
        found.append(_of_families(f"{topic}_{side}", state, join, f"{FAMILIES}.{topic}", score))
    return found


def _score(method: CountingMethod, least: str, most: str) -> Bounds:
    """SQL: the scores of a family's people together; that of those who may be poor counts only above."""
    return (
        f"case when m.poor then c.members * {least} else 0 end * {MILLION} // {method.denominator}",
        f"c.members * {most} * {MILLION} // {method.denominator}",
    )


def _measures(made: Catalogue) -> list[str]:
    """The families (or households) by what became of each measure, and the money of its gap."""
    homes = [repr(one.name) for one in made.measures.values() if one.unit == household]
    of = (
        f"case when measure in ({', '.join(homes)}) then '{HOUSEHOLDS}' else '{FAMILIES}' end"
        if homes
        else f"'{FAMILIES}'"
    )
    cell = f"area, '{BY_TYPE}' as grouping, family_type as part"
    counts = [
        f"select '{topic}' || measure as name, '{state}' as state, 'count' as kind, "
        + (of if topic == "gap_" else f"{of} || '.gap_' || measure || '.rest'")
        + f" as of, {cell}, {' + '.join(columns)} as lower, {' + '.join(columns)} as upper "
        f"from need_cell where {' + '.join(columns)} > 0"
        for topic, states in MEASURE_STATES.items()
        for state, columns in states.items()
    ]
    money = (
        f"select 'gap_' || measure as name, 'gap' as state, 'money' as kind, {of} as of, {cell}, "
        "gap_lower as lower, case when gap_unbounded = 0 then gap_upper end as upper "
        "from need_cell where gap_lower > 0 or gap_upper > 0 or gap_unbounded > 0"
    )
    return [*counts, money]


def _any_gap(made: Catalogue) -> str:
    """Families to which something is due and not received: of their own, or of the household they live in."""
    parts = []
    for level in levels(made):
        names = [one.name for one in made.measures.values() if one.unit == level]
        sure = " or ".join(f"({name}_due and not {name}_received)" for name in names)
        maybe = " or ".join(f"({name}_due is not false and {name}_received is not true)" for name in names)
        key = "household_id" if level == household else "family_id"
        table = f"assessment_{level.name}"
        of_key = (
            f"select {key}, bool_or(coalesce({sure}, false)) as sure, bool_or({maybe}) as maybe "
            f"from {table} where {key} is not null group by {key}"
        )
        parts.append(
            f"select c.family_id, a.sure, a.maybe from family_cell c join ({of_key}) a on a.{key} = c.{key}"
        )
    nothing = "select family_id, false as sure, false as maybe from family_cell where false"
    joined = (
        f"join (select family_id, bool_or(sure) as sure, bool_or(maybe) as maybe "
        f"from ({' union all '.join(parts) or nothing}) as each_level group by family_id) a "
        "on a.family_id = c.family_id"
    )
    return _of_families("any_gap", "case when a.sure then 'gap' when a.maybe then 'open' end", joined)


def _causes() -> list[str]:
    """Families with a gap of each likely cause; a family can have several."""
    found = []
    for cause in CAUSES:
        rows = f"from gap g join family_cell f on {{on}} where g.cause = '{cause}' and g.received_known"
        own = rows.format(on="f.family_id = g.family_id")
        of_home = rows.format(on="f.household_id = g.household_id and g.family_id is null")
        listed = f"select f.family_id {own} union select f.family_id {of_home}"
        joined = f"join ({listed}) y on y.family_id = c.family_id"
        found.append(_of_families(f"cause_{cause}", "'yes'", joined))
    return found


def _areas(needs: Needs) -> dict[str, str]:
    """Level of areas → SQL of the area, the settlement first."""
    return {
        SETTLEMENT: "area",
        **{
            level: f"case when area = '{UNKNOWN}' then area else substr(area, 1, {length}) end"
            for level, length in sorted(needs.area_levels.items(), key=lambda one: -one[1])
        },
        COUNTRY: f"'{ALL}'",
    }


def _spread(needs: Needs, source: str, columns: str, sums: str, keys: str) -> str:
    """SQL: cells added up for every level of areas, as a whole and (above settlements) by part."""
    parts = []
    for level, area in _areas(needs).items():
        for grouping, part in ((f"'{ALL}'", f"'{ALL}'"), ("grouping", "part")):
            if level == SETTLEMENT and part == "part":
                continue
            placed = (
                f"select {columns}, '{level}' as area_level, {area} as area_of, {grouping} as grouping_of, "
                f"{part} as part_of from {source}"
            )
            parts.append(
                f"select {keys} area_level, area_of as area, grouping_of as grouping, part_of as part, "
                f"{sums} from ({placed}) as placed group by {keys} area_level, area_of, grouping_of, part_of"
            )
    return " union all ".join(parts)


def _intensity_step(method: CountingMethod, needs: Needs) -> Step:
    """How much the poor lack on average: its bounds do not add up, so they are worked out for each area."""
    scored = ", ".join(counting.SCORED)

    def build(family_cell: str, scores: str) -> str:
        cells = (
            f"(select c.area, c.family_type as part, '{BY_TYPE}' as grouping, m.members, {scored} "
            f"from {family_cell} c join {scores} m on m.family_id = c.family_id) as cells"
        )
        sums = f"{scored}, {whole('count(*)')} as families, {whole('sum(members)')} as people"
        spread = _spread(needs, cells, f"members, {scored}", sums, f"{scored},")
        keys = ("area_level", "area", "grouping", "part")
        of_area = counting.measures(method, f"({spread}) as spread", keys, keys[:3])
        return (
            f"select 'poor_{method.name}' as name, 'yes' as state, 'intensity' as kind, "
            f"'{FAMILIES}' as of, area_level, area, grouping, part, "
            f"cast(round(intensity_lower * {MILLION}) as bigint) as lower, "
            f"cast(round(intensity_upper * {MILLION}) as bigint) as upper "
            f"from ({of_area}) as measured where unit = 'people' and poor_upper > 0"
        )

    return Step(
        f"intensity_{method.name}",
        "How much of everything the poor of each area lack on average, at least and at most.",
        ("family_cell", f"{method.name}_family"),
        build,
        KEY,
        sealed=False,
    )


def _figure_step(needs: Needs, methods: Sequence[CountingMethod]) -> Step:
    sums = (
        f"{whole('sum(lower)')} as lower, "
        f"case when {count_if('upper is null')} = 0 then {whole('sum(upper)')} end as upper"
    )

    def build(figure_cell: str, *intensities: str) -> str:
        spread = _spread(
            needs, figure_cell, "name, state, kind, of, lower, upper", sums, "name, state, kind, of,"
        )
        added = f"select {', '.join(SHOWN)} from ({spread}) as added"
        return " union all ".join(
            [added, *(f"select {', '.join(SHOWN)} from {table}" for table in intensities)]
        )

    return Step(
        "area_figure",
        "What is counted in each area, as a whole and by part, with bounds: what map and overview stand on.",
        ("figure_cell", *(f"intensity_{method.name}" for method in methods)),
        build,
        KEY,
    )
