"""A typed name comes to the same stem as the same name in a register, and a typo still leads to it."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from familymap import country
from familymap.engine.store import SealedRun
from familymap.people.names import one_apart as one_apart_sql
from familymap.people.names import spellings
from familymap.web.serving.folding import KINDS, Kind, keys, one_apart, stem

STRANGE = ("Щербаков-Юсупов", "Ёлкина", "Dzhaksybekova", "Shchukin", "Әбдіраманқызы", "Ли", "-", "Ая")
LETTERS = st.text("abcdi", min_size=0, max_size=8)


@pytest.mark.parametrize("kind", KINDS)
def test_python_and_sql_fold_every_name_alike(kind: Kind, run: SealedRun) -> None:
    folding = country.load().linkage.names
    listed = ", ".join(f"'{name}'" for name in STRANGE)
    raw = (
        f"select distinct raw from (select {kind} as raw from '{run.table('person')}' "
        f"union all select unnest([{listed}])) where raw is not null"
    )
    found = duckdb.execute(f"select raw, skeleton from ({spellings(kind, raw, folding)})").fetchall()
    assert len(found) > 100
    assert [(raw, stem(raw, kind, folding) or None) for raw, _ in found] == found


@given(LETTERS, LETTERS)
def test_one_apart_is_what_the_room_of_people_calls_so(one: str, other: str) -> None:
    told = duckdb.execute(f"select {one_apart_sql('$a', '$b')}", {"a": one, "b": other}).fetchall()[0][0]
    assert one_apart(one, other) == (told and one != other)


@given(st.text("abcdi", min_size=4, max_size=8), st.data())
def test_whatever_is_one_letter_away_shares_a_key(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("xyz"))
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    for other in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        swapped,
    ):
        if len(other) >= 4:
            assert set(keys(word)) & set(keys(other))


def test_a_short_name_forgives_nothing() -> None:
    assert keys("li") == ["li"]
