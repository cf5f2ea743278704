"""People are found by number, name in any alphabet, dwelling and family; and only within the own area."""

from pathlib import Path

import duckdb
import pytest

from familymap.engine.store import RunStore
from familymap.web import publishing
from familymap.web.errors import NothingPublished
from familymap.web.serving import search
from familymap.web.serving.scope import BadScope
from tests.web.publishing.runs import changed

EVERYWHERE = {""}


@pytest.fixture(scope="module")
def found_in(module_store: Path) -> tuple[int, str]:
    """A published country in which one woman is called Ахметова Айгүл Серікқызы: her family and area."""
    store, run = module_store, RunStore(module_store).latest()
    [(person, family, area)] = duckdb.execute(
        f"select p.person_id, n.family_id, n.area from '{run.table('portrait_person')}' p "
        f"join '{run.table('need_family')}' n using (family_id) where p.sex = 'F' and p.age > 20 limit 1"
    ).fetchall()
    named = changed(
        store,
        run,
        "named",
        {
            "person": "select * replace ("
            f"if(person_id = {person}, 'Ахметова', surname) as surname, "
            f"if(person_id = {person}, 'Айгүл', given_name) as given_name, "
            f"if(person_id = {person}, 'Серікқызы', patronymic) as patronymic, "
            f"if(person_id = {person}, '850308400001', iin) as iin) from {{table}}",
            "portrait_person": "select * replace ("
            f"if(person_id = {person}, date '1985-03-08', birth_date) as birth_date) from {{table}}",
        },
    )
    publishing.publish(store, named.run_id, "me", "test")
    return int(family), str(area)


@pytest.mark.parametrize(
    "asked",
    [
        "Ахметова Айгүл",
        "айгүл ахметова",
        "Ахметова Айгуль Сериковна",
        "Akhmetova Aigul",
        "Ahmetova Aygül",
        "Ahmetova Aigul 1985",
        "Ахмитова Айгүл",
        "Ахметова Айгл",
        "Ахмтеова Айгүл",
        "Серікқызы Айгүл Ахметова",
        "  Ахметова,  Айгүл  Серік қызы ",
    ],
)
def test_a_name_is_found_in_any_spelling(asked: str, found_in: tuple[int, str]) -> None:
    family, area = found_in
    found = search.by_name(asked, EVERYWHERE)
    assert family in [one.family_id for one in found], [one.name for one in found]
    [one] = [one for one in found if one.family_id == family and one.given_name == "Айгүл"]
    assert (one.name, one.birth_year, one.area) == ("Ахметова Айгүл Серікқызы", 1985, area)


def test_the_other_ways_to_a_family(found_in: tuple[int, str], module_store: Path) -> None:
    family, run = found_in[0], RunStore(module_store).latest()
    assert [one.family_id for one in search.by_iin("850308 400001", EVERYWHERE)] == [family]
    members = search.by_family(family, EVERYWHERE)
    [(wanted,)] = duckdb.execute(
        f"select members from '{run.table('family')}' where family_id = {family}"
    ).fetchall()
    assert len(members) == wanted
    [(dwelling,)] = duckdb.execute(
        f"select address_code from '{run.table('household')}' join '{run.table('portrait_family')}' "
        f"using (household_id) where family_id = {family}"
    ).fetchall()
    assert family in [one.family_id for one in search.by_address(dwelling, EVERYWHERE)]
    assert search.by_name("Ахметова Айгүл 1999", EVERYWHERE) == []
    assert search.by_name("", EVERYWHERE) == search.by_name("12345", EVERYWHERE) == []
    assert search.by_name("Айгүл", EVERYWHERE) == [], "a given name alone is browsing"


def test_nothing_is_found_outside_the_own_area(found_in: tuple[int, str]) -> None:
    family, area = found_in
    other = "19" if not area.startswith("19") else "11"
    for scope, there in (
        ({area[:2]}, True),
        ({area}, True),
        ({other, area[:4]}, True),
        ({other}, False),
        (set(), False),
    ):
        assert bool(search.by_name("Ахметова Айгүл", scope)) is there, scope
        assert bool(search.by_iin("850308400001", scope)) is there
        assert bool(search.by_family(family, scope)) is there


def test_no_more_than_the_limit(found_in: tuple[int, str]) -> None:
    assert len(search.by_name("Ахметов", EVERYWHERE, limit=3)) == 3


def test_a_scope_is_digits_and_nothing_else(found_in: tuple[int, str]) -> None:
    for scope in ({"%"}, {"11%,"}, {"1' or 'a'='a"}, {"١١"}):
        with pytest.raises(BadScope):
            search.by_name("Ахметова Айгүл", scope)


def test_before_a_publication_it_is_said(store: Path) -> None:
    with pytest.raises(NothingPublished):
        search.by_iin("850308400001", EVERYWHERE)
