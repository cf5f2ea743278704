"""Given names, surnames and patronymics as lists of equal shares, built from the declared names."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from familymap.synthetic.country import Country
from familymap.synthetic.drawing import QUANTILES, ethnicities, quantile_list
from familymap.synthetic.parameters import declared

ERAS = ("old", "middle", "new")
OWN_ERA, NEAR_ERA = 0.72, 0.14
"""Share of an era's people with a name of its own list, and of each other list."""

HARD = 0.85
"""How fast frequencies fall along a list (exponent of the rank)."""

HISSING_OR_SOFT = "йьеиі"
VOWELS = "аәеёиоөуұүыіэюя"


def write_name_tables(country: Country, country_name: str, folder: Path) -> dict[str, Path]:
    """Write given_name(ethnicity, sex, era, place, …) and surname(ethnicity, place, man, woman); files by table name."""
    names = declared(country_name, "synthetic/names.yaml")
    tables = {
        "given_name": list(_given_names(country, names)),
        "surname": list(_surnames(country, names)),
    }
    files = {}
    for name, rows in tables.items():
        files[name] = folder / f"{name}.parquet"
        pq.write_table(pa.Table.from_pylist(rows), files[name])
    return files


def _given_names(country: Country, names: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for number, ethnicity in enumerate(ethnicities(country)):
        group = names["groups"][ethnicity]["given"]
        for sex in "MF":
            for era_number, era in enumerate(ERAS):
                weights = _era_weights(names, group, sex, era)
                for place, name in enumerate(quantile_list(weights)):
                    row = {
                        "ethnicity": number,
                        "sex": sex,
                        "era": era_number,
                        "place": place,
                        "given_name": name,
                    }
                    yield row | (_patronymics(name, names["patronymics"]) if sex == "M" else NO_PATRONYMICS)


NO_PATRONYMICS = {"son_ru": None, "daughter_ru": None, "son_kk": None, "daughter_kk": None}


def _era_weights(names: Mapping[str, Any], group: str, sex: str, era: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for listed_era, listed in names["given"][group][sex].items():
        share = OWN_ERA if listed_era == era else NEAR_ERA
        falling = [1 / (rank + 4) ** HARD for rank in range(len(listed))]
        for name, weight in zip(listed, falling, strict=True):
            weights[name] = weights.get(name, 0.0) + share * weight / sum(falling)
    if group == "kazakh":
        roots = names["given_roots"][sex]
        joined = [first + last for first in roots["first"] for last in roots["last"]]
        for name in joined:
            weights[name] = weights.get(name, 0.0) + 0.12 / len(joined)
    return weights


def _surnames(country: Country, names: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for number, ethnicity in enumerate(ethnicities(country)):
        group = names["groups"][ethnicity]["surname"]
        listed = _kazakh_surnames(names) if group == "kazakh" else names["surnames"][group]
        weights = {name: 1 / (rank + 10) ** HARD for rank, name in enumerate(listed)}
        for place, man in enumerate(quantile_list(weights)):
            yield {"ethnicity": number, "place": place, "man": man, "woman": womans_surname(man)}


def _kazakh_surnames(names: Mapping[str, Any]) -> list[str]:
    """Roots with endings; about one in eight surnames is the bare root, as in life."""
    given = names["given"]["kazakh"]["M"]
    simple = [*given["old"], *given["middle"]]
    roots = names["surname_roots"]
    joined = [first + last for last in roots["last"] for first in roots["first"]]
    bases = dict.fromkeys([*simple, *joined])
    ended = [russian_surname(base) for base in bases]
    bare = [base for rank, base in enumerate(bases) if rank % 3 == 1]
    mixed: list[str] = []
    for rank, surname in enumerate(ended):
        mixed.append(surname)
        if rank % 3 == 1:
            mixed.append(bare[rank // 3])
    return list(dict.fromkeys(mixed))


def russian_surname(base: str) -> str:
    """A surname in -ов or -ев from a name: Ахмет → Ахметов, Абай → Абаев, Әлі → Әлиев."""
    if base.endswith(("ов", "ев")):
        return base
    if base[-1] in "йь":
        return base[:-1] + "ев"
    if base[-1] in "іи":
        return base[:-1] + "иев"
    if base[-1] in "аәеуұүы":
        return base + "ев"
    return base + "ов"


def womans_surname(man: str) -> str:
    """The woman's form: -ов, -ев, -ёв, -ин take -а; -ский becomes -ская; others stay."""
    if man.endswith(("ов", "ев", "ёв", "ин")):
        return man + "а"
    if man.endswith(("ский", "цкий")):
        return man[:-2] + "ая"
    return man


def _patronymics(father: str, exceptions: Mapping[str, Any]) -> dict[str, Any]:
    son, daughter = exceptions.get(father) or _russian_patronymics(father)
    return {"son_ru": son, "daughter_ru": daughter, "son_kk": f"{father}ұлы", "daughter_kk": f"{father}қызы"}


def _russian_patronymics(father: str) -> tuple[str, str]:
    if father.endswith("ий"):
        stem = father[:-2] + "ьев"
    elif father[-1] in "йь":
        stem = father[:-1] + "ев"
    elif father[-1] in "іи":
        stem = father[:-1] + "иев"
    elif father[-1] in "аәеуұүыоя":
        stem = father + "ев"
    else:
        stem = father + "ов"
    return stem + "ич", stem + "на"
