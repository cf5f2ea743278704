"""Finding a family: by personal number, name, dwelling or number of the family. Nobody browses.

Names are found whatever their alphabet and spelling, and one wrong letter in each is forgiven: see
`folding.py`.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby, permutations
from pathlib import Path

from familymap.people.linkage import NameFolding, load_linkage
from familymap.web.publishing.publication import Publication
from familymap.web.serving.folding import Kind, keys, one_apart, stem
from familymap.web.serving.reading import Rows, ask_current
from familymap.web.serving.scope import checked, condition

COLUMNS = "person_id, family_id, surname, given_name, patronymic, birth_date, area"
NAME_FIELDS: Mapping[str, Kind] = {"surname": "surname", "given": "given_name", "patronymic": "patronymic"}
MOST_WORDS = 4
"""Surname, given name and a patronymic of two words («Серік қызы»)."""
MOST_TYPOS, MOST_CHOICES = 2, 60
"""Wrong letters that are forgiven in all, and combinations of names that are tried at once."""
YEAR = re.compile(r"(19|20)\d\d")
WORD = re.compile(r"[^\W\d_]+")

Numbers = Mapping[int, int]
"""Number of a stem → how many letters it is away (0 or 1)."""


@dataclass(frozen=True)
class Found:
    """Somebody of a family that was found; `area` is the settlement's code."""

    person_id: int
    family_id: int
    surname: str | None
    given_name: str | None
    patronymic: str | None
    birth_year: int | None
    area: str | None

    @property
    def name(self) -> str:
        """Surname, given name, patronymic; empty where no register tells one."""
        return " ".join(filter(None, (self.surname, self.given_name, self.patronymic)))


def by_iin(iin: str, scope: Collection[str], limit: int = 20) -> list[Found]:
    """Who has this personal number; blanks in it are passed over."""
    return _people("iin = %s", [re.sub(r"\s", "", iin)], scope, limit)


def by_family(family_id: int, scope: Collection[str], limit: int = 20) -> list[Found]:
    """The members of a family."""
    return _people("family_id = %s", [family_id], scope, limit)


def by_address(address_code: int, scope: Collection[str], limit: int = 20) -> list[Found]:
    """Who of which family is registered in a dwelling, by its number in the address register."""
    at_home = (
        "(family_id, household_id) in (select family_id, household_id from home where address_code = %s)"
    )
    return _people(at_home, [address_code], scope, limit)


def by_name(name: str, scope: Collection[str], limit: int = 20) -> list[Found]:
    """People by surname, with a given name, a patronymic and a year of birth in any order, the likest first.

    A given name alone finds nobody: too many people share it.
    """
    allowed = checked(scope)
    words = WORD.findall(name)[:MOST_WORDS]
    year = next((found[0] for found in YEAR.finditer(name)), None)
    if not words:
        return []
    return ask_current(
        allowed, lambda publication, rows: _named(publication, rows, words, year, allowed, limit)
    )


def _named(
    publication: Publication,
    rows: Rows,
    words: Sequence[str],
    year: str | None,
    scope: frozenset[str],
    limit: int,
) -> list[Found]:
    folding = _folding(publication.manifest["country"])
    known = {kind: [_numbers(rows, folding, kind, word) for word in words] for kind in NAME_FIELDS}
    likely = sorted(
        (one for one in _choices(known, len(words)) if _distance(one) <= MOST_TYPOS), key=_distance
    )
    born, days = (BORN, [f"{year}-01-01", f"{year}-12-31"]) if year else ("", [])
    found: dict[int, Found] = {}
    for _, alike in groupby(likely, key=_distance):
        joined, values = _any_of(list(alike))
        for one in _asked(rows, f"{joined}{born}", [*values, *days], scope, limit):
            found.setdefault(one.person_id, one)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


BORN = " and birth_date between %s and %s"
Choice = Mapping[str, tuple[int, int]]
"""Kind of name → number of a stem and its distance."""


def _numbers(rows: Rows, folding: NameFolding, kind: str, word: str) -> Numbers:
    """The stems of a kind that the word may be."""
    wanted = stem(word, NAME_FIELDS[kind], folding)
    if not wanted:
        return {}
    tried = keys(wanted)
    near = rows(
        f"select number, stem from name_key where kind = %s and key in ({', '.join(['%s'] * len(tried))})",
        [kind, *tried],
    )
    exact = {number: 0 for number, text in near if text == wanted}
    return exact | {number: 1 for number, text in near if len(tried) > 1 and one_apart(text, wanted)}


def _choices(known: Mapping[str, Sequence[Numbers]], words: int) -> Sequence[Choice]:
    """Every way in which the words can be surname, given name and patronymic, each with its stems."""
    kinds = list(NAME_FIELDS)[: min(words, len(NAME_FIELDS))]
    choices: list[dict[str, tuple[int, int]]] = []
    for places in permutations(range(words), len(kinds)):
        made: list[dict[str, tuple[int, int]]] = [{}]
        for kind, place in zip(kinds, places, strict=True):
            made = [{**one, kind: item} for one in made for item in known[kind][place].items()]
        choices += made
    return choices


def _distance(choice: Choice) -> int:
    return sum(distance for _, distance in choice.values())


def _any_of(choices: Sequence[Choice]) -> tuple[str, list[object]]:
    """SQL: people joined to these combinations of names, each looked up in the index by its numbers.

    Both databases call the columns of a list of values column1, column2 …; SQLite would read every person for
    `(a, b) in (…)`.
    """
    kinds = list(choices[0])
    chosen = list(dict.fromkeys(tuple(choice[kind][0] for kind in kinds) for choice in choices))[
        :MOST_CHOICES
    ]
    listed = ", ".join(f"({', '.join(['%s'] * len(kinds))})" for _ in chosen)
    same = " and ".join(f"{kind}_no = column{place}" for place, kind in enumerate(kinds, 1))
    return f"(values {listed}) as wanted cross join person where {same}", [n for one in chosen for n in one]


def _people(where: str, values: Sequence[object], scope: Collection[str], limit: int) -> list[Found]:
    allowed = checked(scope)
    return ask_current(allowed, lambda _, rows: _asked(rows, f"person where {where}", values, allowed, limit))


def _asked(
    rows: Rows, where: str, values: Sequence[object], scope: frozenset[str], limit: int
) -> list[Found]:
    inside, bounds = condition(scope)
    found = rows(f"select {COLUMNS} from {where} and {inside} limit {int(limit)}", [*values, *bounds])
    return [
        Found(person, family, surname, given, patronymic, int(str(born)[:4]) if born else None, area)
        for person, family, surname, given, patronymic, born, area in found
    ]


@cache
def _folding(country: str) -> NameFolding:
    return load_linkage(Path(str(resources.files("familymap"))) / country / "linkage.yaml").names
