"""Small tables the people are drawn from: strata, birth years, ethnicities, chances of a further child."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from familymap.synthetic.country import Country
from familymap.synthetic.places import region_people

QUANTILES = 4096
"""Rows per list that a random number is looked up in."""

THOUSAND = 1000
"""Rows per region that an ethnicity is looked up in: shares are declared per thousand."""

TRIAL = 2_000
"""Units drafted per stratum to find out how many people a unit brings."""

LED_BY = {"F": None, "S": "single", "D": "divorced"}
"""Who leads a unit: a woman, a never-married man, a divorced man (named as in the parameters)."""

STRATUM_ROOM = 10_000_000
"""Unit numbers kept for each stratum."""


def ethnicities(country: Country) -> list[str]:
    """The ethnicities in the order of their small numbers."""
    return list(country.parameters["fertility_by_ethnicity"])


def write_drawing_tables(
    country: Country, places: Path, folder: Path, people_per_draft: Mapping[int, float] | None = None
) -> dict[str, Path]:
    """Write the tables to `folder`, reading the settlements of `places`; gives their files by table name.

    `people_per_draft` says for each stratum how many living people a drafted unit brings; without it a trial
    number of units is drafted to find out.
    """
    tables = {
        "stratum": _strata(country, people_per_draft),
        "settlement_range": _settlement_ranges(country, places),
        "birth_year_draw": [row for led_by in LED_BY for row in _birth_years(country, led_by)],
        "ethnicity_draw": list(_ethnicity_draw(country)),
        "further_child": list(_further_child(country)),
    }
    files = {}
    for name, rows in tables.items():
        files[name] = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows), files[name])
    return files


def quantile_list(weights: Mapping[Any, float], size: int = QUANTILES) -> list[Any]:
    """The values of a distribution as a list of equal shares: entry i stands for the chance [i, i+1)/size."""
    whole = sum(weights.values())
    entries: list[Any] = []
    reached = 0.0
    for value, weight in weights.items():
        reached += weight
        entries += [value] * (round(size * reached / whole) - len(entries))
    return entries


def _strata(country: Country, people_per_draft: Mapping[int, float] | None) -> list[dict[str, Any]]:
    """One row for the villages and one for the towns of each region: the figures its units are drawn by."""
    parameters = country.parameters
    rows = []
    strata = region_people(country)
    for number, ((region, place), people) in enumerate(strata.items(), start=1):
        has_villages = strata[region, "rural"] > 0
        drafts = TRIAL if people_per_draft is None else _drafts(people, people_per_draft.get(number, 1.0))
        rows.append(
            {
                "stratum_no": number,
                "villages": number - 1 if place == "urban" and has_villages else number,
                "region": region,
                "place": place,
                "target": people,
                "candidates": drafts if people else 0,
                "age_tilt": float(parameters["age_tilt"][region]),
                "divorce_factor": float(parameters["divorce_by_region"][region]),
                "shares_dwelling": float(parameters["lives_with_parents"][place]),
                "stays": float(
                    parameters["stays_in_region"]["city" if region in ("71", "75", "79") else "other"]
                ),
                "house_share": float(parameters["dwelling"][f"house_{place}"]),
            }
        )
    return rows


def _drafts(people: int, each: float) -> int:
    """Enough units for `people`: some more than the mean asks for, because units differ."""
    return int(people / each * 1.03 + 3 * (people / each) ** 0.5) + 20


def _settlement_ranges(country: Country, folder: Path) -> list[dict[str, Any]]:
    """For each settlement the first place it takes in the running count of its stratum's people."""
    settlements = pq.read_table(folder / "settlement.parquet").to_pylist()
    numbers = {key: number for number, key in enumerate(region_people(country), start=1)}
    reached: dict[int, int] = {}
    rows = []
    for settlement in settlements:
        place = "rural" if settlement["kind"] == "village" else "urban"
        number = numbers[(settlement["region"], place)]
        rows.append({"stratum_no": number, "people_from": reached.get(number, 0), "kato": settlement["kato"]})
        reached[number] = reached.get(number, 0) + settlement["people_target"]
    return rows


def _birth_years(country: Country, led_by: str) -> Iterator[dict[str, Any]]:
    """Birth years of units' leading women (F) or lone men (S, D), the youngest first."""
    parameters = country.parameters
    bands = parameters["lone_man_age"][LED_BY[led_by]] if LED_BY[led_by] else parameters["unit_age"]
    last = country.as_of.year - 18 - (1 if country.as_of.month == 1 and country.as_of.day == 1 else 0)
    weights = {}
    for year in range(last, min(bands) - 1, -1):
        weights[year] = float(bands[max(start for start in bands if start <= year)])
    for place, year in enumerate(quantile_list(weights)):
        yield {"led_by": led_by, "place": place, "birth_year": year}


def _ethnicity_draw(country: Country) -> Iterator[dict[str, Any]]:
    for region, shares in country.parameters["ethnicity"].items():
        weights = {number: float(share) for number, share in enumerate(shares)}
        for place, ethnicity in enumerate(quantile_list(weights, THOUSAND)):
            yield {"region": region, "place": place, "ethnicity": ethnicity}


def _further_child(country: Country) -> Iterator[dict[str, Any]]:
    """Chances of 1, 2, 3, 4 children and of each further one, by region, place, ethnicity, cohort."""
    parameters = country.parameters
    cohorts = sorted(parameters["fertility"])
    for region, region_factor in parameters["fertility_by_region"].items():
        for place, place_factor in parameters["fertility_by_place"].items():
            for number, ethnicity in enumerate(ethnicities(country)):
                factor = region_factor * place_factor * parameters["fertility_by_ethnicity"][ethnicity]
                for cohort in cohorts:
                    steps = [1 - (1 - chance) ** factor for chance in parameters["fertility"][cohort]]
                    yield {
                        "region": region,
                        "place": place,
                        "ethnicity": number,
                        "cohort": cohort,
                        **_at_least(steps),
                    }


def _at_least(steps: Sequence[float]) -> dict[str, float]:
    first, second, third, fourth, further = steps
    one, two, three = first, first * second, first * second * third
    return {"one": one, "two": two, "three": three, "four": three * fourth, "further": further}
