"""A family of the demo explained: every answer worked out anew is the sealed one."""

import json
from datetime import date
from pathlib import Path

import duckdb
import pytest

from familymap.cli.reading import opened
from familymap.explanations.explain import Explainer
from familymap.explanations.explanation import Explanation
from familymap.measures.one_family import SealedTables, as_given, differences, received_days
from familymap.texts import LANGUAGES
from tests.cli.conftest import Typed
from tests.cli.test_demo import store_of

pytestmark = pytest.mark.slow

FAMILIES = 150
"""So many families of the demo are worked out anew, the largest first."""


@pytest.fixture(scope="module")
def largest(drawn: tuple[Path, str]) -> int:
    [table] = store_of(drawn[0]).glob("runs/*/tables/family.parquet")
    [(family_id,)] = duckdb.sql(
        f"select family_id from '{table}' order by members desc, family_id limit 1"
    ).fetchall()
    return int(family_id)


def test_worked_out_anew_a_family_is_what_the_run_sealed(drawn: tuple[Path, str]) -> None:
    store = store_of(drawn[0])
    with opened(store, None) as (engine, run, declared):
        made = Explainer.on(declared, date.fromisoformat(run.manifest["as_of"]))
        tables = SealedTables(engine, run.manifest["tables"])
        families = engine.rows(f"select family_id from family order by members desc, 1 limit {FAMILIES}")
        for (family_id,) in families:
            sealed = tables.family(family_id)
            assert sealed is not None
            one = made.evaluation.complete(as_given(made.made, sealed))
            assert differences(made.made, sealed, one) == [], f"family {family_id}"
        assert tables.family(1) is None
        assert set(received_days(store, run, declared)) == set(declared.contracts)


def test_a_difference_to_the_sealed_run_is_found(drawn: tuple[Path, str], largest: int) -> None:
    with opened(store_of(drawn[0]), None) as (engine, run, declared):
        made = Explainer.on(declared, date.fromisoformat(run.manifest["as_of"]))
        sealed = SealedTables(engine, run.manifest["tables"]).family(largest)
        assert sealed is not None
        given = as_given(made.made, sealed)
        given.members[-1]["birth_date"] = date(1950, 1, 1)
        differing = differences(made.made, sealed, made.evaluation.complete(given))
    assert f"age of person {sealed.person_ids[-1]}" in differing


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_measures_of_a_family(typed: Typed, drawn: tuple[Path, str], largest: int, language: str) -> None:
    answer = typed("explain", largest, "--store", store_of(drawn[0]), "--lang", language)
    assert (answer.code, answer.err) == (0, "")
    assert "✓" in answer.out
    assert "large_family" in answer.out
    assert "…" not in answer.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_measure_of_a_family(typed: Typed, drawn: tuple[Path, str], largest: int, language: str) -> None:
    words = ("explain", largest, "large_family", "--store", store_of(drawn[0]), "--lang", language)
    told = typed(*words)
    assert (told.code, told.err) == (0, "")
    [plain] = json.loads(typed(*words, "--json").out)
    explanation = Explanation.model_validate(plain)
    assert getattr(explanation.title, language) in told.out
    assert explanation.run_id in " ".join(told.out.split())
    assert all(source.received_on for source in explanation.sources)
    assert all(member.name for member in explanation.members)


def test_one_member_of_a_family(typed: Typed, drawn: tuple[Path, str], largest: int) -> None:
    store = store_of(drawn[0])
    everybody = json.loads(typed("explain", largest, "free_school_meals", "--store", store, "--json").out)
    assert len(everybody) == len({one["person_id"] for one in everybody}) > 2
    person = everybody[-1]["person_id"]
    words = ("explain", largest, "free_school_meals", "--person", person, "--store", store, "--json")
    assert json.loads(typed(*words).out) == [everybody[-1]]


def test_wrong_use(typed: Typed, drawn: tuple[Path, str], largest: int) -> None:
    store = store_of(drawn[0])
    for words, part in (
        ((1,), "knows no family 1"),
        ((largest, "free_lunch"), "«free_lunch»"),
        ((largest, "large_family", "--person", 5), "Person 5 is not in family"),
    ):
        answer = typed("explain", *words, "--store", store)
        assert answer.code == 2
        assert part in answer.err
