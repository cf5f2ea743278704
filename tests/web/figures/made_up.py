"""A country of a few villages, drawn by lot, as `area_figure` has it, and published."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

from familymap import country
from familymap.needs.figures import MILLION
from familymap.needs.protected import Summary, write_protected
from familymap.places.publication import publish_areas
from familymap.places.sketch import load_regions
from familymap.web.publishing.publication import Publication

TYPES = ("one_parent", "three_children", "no_children")
AGES = ("F_0", "F_18", "M_0", "M_18")
LEVELS = {"region": 2, "district": 4}
TOPICS: dict[str, tuple[str, tuple[str, ...]]] = {
    "families": ("families", ("all",)),
    "households": ("households", ("all",)),
    "people": ("people", ("all",)),
    "lack_income": ("families", ("yes", "unknown")),
    "lack_home": ("families", ("yes",)),
    "unmet_income": ("families.lack_income.yes", ("unmet", "cannot_tell")),
    "any_gap": ("families", ("gap", "open")),
    "gap_large_family": ("families", ("gap", "open")),
    "take_up_large_family": ("families.gap_large_family.rest", ("received",)),
    "gap_housing_aid": ("households", ("gap", "open")),
    "children": ("people", ("yes",)),
    "neet": ("people", ("yes", "unknown", "no")),
}
"""Topic → of whom it is a part, its states."""

POOR, SIDES = "poor_counting", ("poor_counting_health", "poor_counting_housing")
"""Who lacks much lacks something on one side of life or both: each is half of the index. With two sides, one
and the index tell the other."""
TOPICS |= {POOR: ("families", ("yes", "unknown"))}
TOPICS |= dict.fromkeys(SIDES, (f"families.{POOR}", ("yes", "unknown")))

Cell = tuple[str, str, str]
"""Area (`all` the country), part (`all`), and the topic's state."""

Truth = dict[tuple[str, str], Counter[tuple[str, str]]]
"""Topic and state → (area, part) → how many."""


def settlements(chance: Random) -> list[str]:
    """A dozen or so, in three regions of a few districts each."""
    return [
        f"{region}{district}{place}100"
        for region in ("10", "59", "61")
        for district in range(31, 31 + chance.randint(1, 3))
        for place in range(20, 20 + chance.randint(1, 4))
    ]


def drawn(seed: int) -> Truth:
    """Counts of every topic in every cell. Villages are small or large; rare states are rare."""
    chance = Random(seed)
    truth: Truth = {}
    often = {
        topic: [chance.choice((0.01, 0.05, 0.2, 0.5)) for _ in states]
        for topic, (_, states) in TOPICS.items()
    }
    for area in settlements(chance):
        size = chance.choice((3, 12, 40, 300))
        for base, parts in (("families", TYPES), ("households", TYPES), ("people", AGES)):
            for part in parts:
                whole = chance.randint(0, size)
                left = {base: {"all": whole}}
                _count(truth, base, "all", area, part, whole)
                for topic, (of, states) in TOPICS.items():
                    if topic == base or topic in SIDES or of.partition(".")[0] != base:
                        continue
                    path = of.split(".")
                    rest = whole if len(path) == 1 else left[path[1]][path[2]]
                    left[topic] = {}
                    for state, rate in zip(states, often[topic], strict=True):
                        number = sum(chance.random() < rate for _ in range(rest))
                        left[topic][state], rest = number, rest - number
                        _count(truth, topic, state, area, part, number)
                    left[topic]["rest"] = rest
                if base == "families":
                    _sides(truth, chance, area, part, left[POOR])
    return truth


def _sides(truth: Truth, chance: Random, area: str, part: str, poor: dict[str, int]) -> None:
    """On which sides of life each family that lacks much, or may lack much, lacks something."""
    surely = (("yes", ""), ("", "yes"), ("yes", "yes"), ("yes", "unknown"), ("unknown", "yes"))
    perhaps = (("unknown", ""), ("", "unknown"), ("unknown", "unknown"))
    rates = [chance.choice((1, 10, 100)) for _ in surely]
    drawn = chance.choices(surely, rates, k=poor["yes"]) + chance.choices(perhaps, k=poor["unknown"])
    for place, side in enumerate(SIDES):
        for state in TOPICS[side][1]:
            _count(truth, side, state, area, part, sum(family[place] == state for family in drawn))


def _count(truth: Truth, topic: str, state: str, area: str, part: str, number: int) -> None:
    cells = truth.setdefault((topic, state), Counter())
    cells[area, "all"] += number
    for around in (area[:4], area[:2], "all"):
        cells[around, "all"] += number
        cells[around, part] += number


def level_of(area: str) -> str:
    return "country" if area == "all" else {2: "region", 4: "district", 9: "settlement"}[len(area)]


def _counted(truth: Truth) -> Iterator[dict[str, object]]:
    for (topic, state), cells in truth.items():
        for (area, part), count in cells.items():
            kinds = [("count", count, count)]
            if TOPICS[topic][0].startswith("families"):
                kinds.append(("people", 3 * count, 3 * count))
            if state == "gap" and topic != "any_gap":
                kinds.append(("money", 100 * count, 500 * count))
            yield from (_row(topic, state, area, part, *kind) for kind in kinds if count)


def _scores(truth: Truth) -> Iterator[dict[str, object]]:
    """Each side is half of the index; what is unknown counts only above."""
    for topic, sides in {POOR: SIDES, **{side: (side,) for side in SIDES}}.items():
        for state, least in (("yes", 1), ("unknown", 0)):
            together = Counter[tuple[str, str]]()
            for side in sides:
                together.update(truth[side, state])
            for (area, part), count in together.items():
                most = 3 * count * MILLION // len(SIDES)
                if count:
                    yield _row(topic, state, area, part, "score", least * most, most)


def _row(
    topic: str, state: str, area: str, part: str, kind: str, lower: int, upper: int
) -> dict[str, object]:
    of = TOPICS[topic][0]
    grouping = "all" if part == "all" else "age_sex" if of == "people" else "family_type"
    return {"name": topic, "state": state, "kind": kind, "of": of, "area_level": level_of(area), "area": area,
            "grouping": grouping, "part": part, "lower": lower, "upper": upper}  # fmt: skip


def published(
    truth: Truth, folder: Path, number: int = 1, before: int | None = None
) -> tuple[Publication, Summary]:
    """The country published in a store; small is below ten."""
    place = folder / "publications" / f"{number:06}"
    place.mkdir(parents=True)
    rows = [*_counted(truth), *_scores(truth)]
    sealed = folder / f"area_figure_{number}.parquet"
    pq.write_table(pa.Table.from_pylist(rows), sealed)
    summary = write_protected(sealed, place / "figures.parquet", LEVELS, 10)
    codes = {area for cells in truth.values() for area, _ in cells if area != "all"}
    publish_areas(folder, codes, load_regions(country.load().folder), place / "areas.parquet")
    manifest = {"number": number, "run_id": "made-up", "as_of": "2026-01-01", "previous": before}
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Publication(place, manifest), summary
