"""`familymap methods`: the list, the comparison of two methods on a sealed run, and what is refused."""

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from familymap import country
from familymap.engine.store import RunStore
from familymap.rulebook import rules_on
from familymap.rules.unit import Evaluation
from familymap.wellbeing.method import load_methods
from familymap.wellbeing.stress import load_stress, worked_out
from tests.cli.conftest import Typed

REGIONS = {"71": "Astana", "35": "Karagandy Region"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one run whose families are the stress families."""
    root = tmp_path_factory.mktemp("store")
    declared = country.load()
    folder = declared.folder / "wellbeing"
    written = load_stress(folder / "stress.yaml")
    evaluation = Evaluation(rules_on(declared, written.as_of))
    families = worked_out(folder / "stress.yaml", evaluation)
    asked = {fact for method in load_methods(folder).values() for fact in method.asks_for}
    columns = {
        "family_id": pa.array(range(1, len(families) + 1), pa.int64()),
        **{
            name: pa.array([family[name] for family in families])
            for name in sorted({*asked, "members", "family_region", "family_type"})
        },
    }
    runs = RunStore(root)
    tables = runs.workplace("2026-01-15_test") / "tables"
    pq.write_table(pa.table(columns), tables / "portrait_family.parquet")
    gaps = {"family_id": [1, 1, 2, 5, 6], "period": ["month"] * 4 + ["once"], "received_known": [True] * 5}
    pq.write_table(pa.table(gaps), tables / "gap.parquet")
    manifest = {
        "run_id": "2026-01-15_test",
        "as_of": date(2026, 1, 15).isoformat(),
        "known_at": date(2026, 1, 15).isoformat(),
        "country": declared.name,
        "inputs": {},
        "tables": {"portrait_family": {"rows": len(families)}, "gap": {"rows": 5}},
    }
    runs.seal("2026-01-15_test", manifest, {})
    return root


def test_the_methods_are_listed_with_their_label(typed: Typed) -> None:
    answer = typed("methods")
    assert answer.code == 0
    assert "counting: What a family lacks" in answer.out
    assert "reconstruction, not verified" in answer.out and "[U]" in answer.out
    listed = json.loads(typed("methods", "list", "--json").out)
    assert [one["name"] for one in listed] == ["counting", "points", "points_draft"]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Families that show what a method does"),
        ("ru", "Та же семья в селе"),
        ("kk", "Сол отбасы ауылда"),
    ],
)
def test_two_methods_are_compared(typed: Typed, store: Path, lang: str, said: str) -> None:
    answer = typed("methods", "compare", "counting", "points", "--store", store, "--lang", lang)
    assert answer.code == 0 and said in answer.out, answer.err


def test_the_comparison_for_a_program(typed: Typed, store: Path) -> None:
    answer = typed("methods", "compare", "counting", "points", "--store", store, "--json")
    got = json.loads(answer.out)
    places = {(row["first"], row["second"]): row["families"] for row in got["places"]}
    assert places == {
        ("poor", "C"): 1,
        ("poor", "D"): 2,
        ("not_poor", "A"): 1,
        ("not_poor", "B"): 2,
        ("not_poor", "C"): 1,
        ("not_poor", "D"): 1,
        ("not_poor", "E"): 1,
    }
    astana = [row for row in got["need"] if row["grouping"] == "family_region" and row["part"] == "71"]
    assert astana == [
        {"grouping": "family_region", "part": "71", "change": "first_only", "families": 1, "people": 6}
    ]
    missed = {(row["method"], row["in_need"]): row["gaps"] for row in got["missed"]}
    assert missed == {
        ("counting", True): 3,
        ("counting", False): 1,
        ("points", True): 2,
        ("points", False): 2,
    }
    village = next(row for row in got["stress"] if row["family"] == "destitute_in_a_village")
    assert village["second"] == {"at_least": -140, "at_most": -140, "place": "D", "in_need": True}


def test_a_file_of_a_method_can_be_compared(typed: Typed, store: Path, tmp_path: Path) -> None:
    source = (country.load().folder / "wellbeing" / "counting.yaml").read_text("utf-8")
    path = tmp_path / "half.yaml"
    path.write_text(
        source.replace("cutoff: 1/3", "cutoff: 1/2").replace("name: counting", "name: half"), "utf-8"
    )
    answer = typed("methods", "compare", "counting", path, "--store", store)
    assert answer.code == 0 and "only half" in answer.out
    path.write_text(source.replace("fact: deprived_work", "fact: deprived_luck"), "utf-8")
    answer = typed("methods", "compare", "points", path, "--store", store)
    assert answer.code == 2 and "has not what «counting» asks for: deprived_luck." in answer.err
    path.write_text(source.replace("cutoff: 1/3", "cutoff: half"), "utf-8")
    answer = typed("methods", "compare", "counting", path, "--store", store)
    assert answer.code == 1 and "is not an exact share" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("compare", "counting"), 2, "name two methods"),
        (("compare", "counting", "guess"), 2, "There is no method «guess». Methods here: counting, points"),
        (("count",), 2, "count"),
    ],
)
def test_what_cannot_be_meant(
    typed: Typed, store: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    answer = typed("methods", *words, *(("--store", store) if words[0] == "compare" else ()))
    assert answer.code == code and told in answer.err


def test_a_run_without_the_portrait_is_told(typed: Typed, tmp_path: Path) -> None:
    runs = RunStore(tmp_path)
    runs.workplace("2026-01-15_old")
    manifest = {"run_id": "2026-01-15_old", "country": "kazakhstan", "inputs": {}, "tables": {}}
    runs.seal("2026-01-15_old", manifest, {})
    answer = typed("methods", "compare", "counting", "points", "--store", tmp_path)
    assert answer.code == 1 and "has no table «portrait_family»" in answer.err
