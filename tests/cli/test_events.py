"""`familymap event` as a person uses it: a wedding, a job that ends, and what cannot be entered."""

import json
from pathlib import Path

import duckdb
import pytest

from familymap.texts import LANGUAGES
from tests.cli.conftest import Typed
from tests.cli.test_demo import store_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def events(drawn: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two people without a couple marry; somebody's contract ends; and a party."""
    [tables] = store_of(drawn[0]).glob("runs/*/tables")
    single = (
        f"select b.person_id, p.iin from read_parquet('{tables}/portrait_person.parquet') b "
        f"join read_parquet('{tables}/person.parquet') p on p.person_id = b.person_id "
        "where b.married is null and b.age between 25 and 40 and p.iin is not null and b.sex = '{sex}' "
        "order by 1 limit 1"
    )
    [(husband, _)], [(_, wife)] = (duckdb.sql(single.format(sex=sex)).fetchall() for sex in "MF")
    [(worker,)] = duckdb.sql(
        f"select person_id from read_parquet('{tables}/portrait_person.parquet') "
        "where has_contract and contract_since < date '2025-01-01' order by 1 limit 1"
    ).fetchall()
    told = [
        {"kind": "marriage", "day": "2025-12-30", "act_no": 990000001, "husband": husband, "wife": wife},
        {"kind": "job_stop", "day": "2025-12-31", "person": worker},
        {"kind": "party", "day": "2025-12-31"},
    ]
    path = tmp_path_factory.mktemp("events") / "events.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in told), encoding="utf-8")
    return path


def test_the_index_is_prepared(typed: Typed, drawn: tuple[Path, str]) -> None:
    answer = typed("event", "--prepare", "--store", store_of(drawn[0]))
    assert answer.code == 0
    assert "is ready" in answer.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_events_are_answered_in_words(
    typed: Typed, drawn: tuple[Path, str], events: Path, language: str
) -> None:
    answer = typed("event", events, "--store", store_of(drawn[0]), "--lang", language)
    assert answer.code == 1
    assert "party" in answer.err
    entered = {"en": "Events entered: 2 of 3", "ru": "Внесено событий: 2 из 3", "kk": "3 ішінен 2"}
    assert entered[language] in " ".join(answer.out.split())


def test_events_are_answered_as_data(typed: Typed, drawn: tuple[Path, str], events: Path) -> None:
    answer = typed("event", events, "--store", store_of(drawn[0]), "--json")
    told = json.loads(answer.out)
    assert [one["entered"] for one in told["events"]] == [True, True, False]
    assert told["events"][2]["left_to_the_next_run"] is False
    couple = [
        one
        for one in told["families"]
        if sum(member["rule"] == "married" for member in one["members"]) == 2
        and any(member["family_before"] != one["family_id"] for member in one["members"])
    ]
    assert couple
    given = couple[0]["answers"][0]
    assert {"measure", "level", "answer", "conditions", "amount", "changed"} <= set(given)


def test_every_answer_is_shown_when_asked_for(typed: Typed, drawn: tuple[Path, str], events: Path) -> None:
    few = typed("event", events, "--store", store_of(drawn[0]))
    every = typed("event", events, "--store", store_of(drawn[0]), "--all")
    assert every.out.count("\n") > few.out.count("\n") + 20


def test_wrong_use(typed: Typed, drawn: tuple[Path, str], tmp_path: Path) -> None:
    assert typed("event", "--store", store_of(drawn[0])).code == 2
    missing = typed("event", tmp_path / "none.jsonl", "--store", store_of(drawn[0]))
    assert missing.code == 1
    assert "Give the path" in missing.err
