"""Given names, surnames and patronymics as lists of equal shares, built from the declared names."""

from collections.abc import Mapping
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


def write_name_tables(country: Country, country_name: str, folder: Path) -> dict[str, Path]:
    """Write the names people are given; files by table name.

    people_group: ethnicity (number), ethnicity_name, given_list, surname_list. given_name: given_list, sex,
    era,
    place, given_name, patronymics of a man's children. surname: surname_list, place, man, woman. `place` is
    the
    random number a name is found by.
    """
    names = declared(country_name, "synthetic/names.yaml")
    tables = {
        "people_group": _people_groups(country, names),
        "given_name": _given_names(names),
        "surname": _surnames(names),
    }
    files = {}
    for name, table in tables.items():
        files[name] = folder / f"{name}.parquet"
        pq.write_table(table, files[name])
    return files


def _surname_lists(names: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(groups["surname"] for groups in names["groups"].values()))


def _people_groups(country: Country, names: Mapping[str, Any]) -> pa.Table:
    given_lists, surname_lists = list(names["given"]), _surname_lists(names)
    rows = [
        {
            "ethnicity": number,
            "ethnicity_name": ethnicity,
            "given_list": given_lists.index(names["groups"][ethnicity]["given"]),
            "surname_list": surname_lists.index(names["groups"][ethnicity]["surname"]),
        }
        for number, ethnicity in enumerate(ethnicities(country))
    ]
    return pa.Table.from_pylist(rows)


def _given_names(names: Mapping[str, Any]) -> pa.Table:
    parts = []
    for number, listed in enumerate(names["given"]):
        for sex in "MF":
            for era_number, era in enumerate(ERAS):
                drawn = quantile_list(_era_weights(names, listed, sex, era))
                forms = {
                    name: _patronymics(name, names["patronymics"]) if sex == "M" else NO_PATRONYMICS
                    for name in dict.fromkeys(drawn)
                }
                columns: dict[str, Any] = {
                    "given_list": [number] * QUANTILES,
                    "sex": [sex] * QUANTILES,
                    "era": [era_number] * QUANTILES,
                    "place": list(range(QUANTILES)),
                    "given_name": drawn,
                }
                for form in NO_PATRONYMICS:
                    columns[form] = pa.array([forms[name][form] for name in drawn], pa.string())
                parts.append(pa.table(columns))
    return pa.concat_tables(parts)


NO_PATRONYMICS: Mapping[str, str | None] = dict.fromkeys(("son_ru", "daughter_ru", "son_kk", "daughter_kk"))


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


def _surnames(names: Mapping[str, Any]) -> pa.Table:
    parts = []
    for number, listed in enumerate(_surname_lists(names)):
        men = _kazakh_surnames(names) if listed == "kazakh" else names["surnames"][listed]
        drawn = quantile_list({name: 1 / (rank + 10) ** HARD for rank, name in enumerate(men)})
        columns = {
            "surname_list": [number] * QUANTILES,
            "place": list(range(QUANTILES)),
            "man": drawn,
            "woman": [womans_surname(man) for man in drawn],
        }
        parts.append(pa.table(columns))
    return pa.concat_tables(parts)


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


def _patronymics(father: str, exceptions: Mapping[str, Any]) -> Mapping[str, str | None]:
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
