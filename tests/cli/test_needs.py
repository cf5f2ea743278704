"""`familymap needs` and `familymap quality measures` on a small country."""

import csv
import json
from pathlib import Path

import pytest

from familymap.texts import LANGUAGES
from tests.cli.conftest import Typed

pytestmark = pytest.mark.slow

HEADINGS = {"en": "What families lack", "ru": "Чего не хватает семьям", "kk": "Отбасыларға не жетіспейді"}


def store_of(folder: Path) -> Path:
    return folder / "store-1000-1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_needs_fit_a_terminal_in_every_language(typed: Typed, drawn: tuple[Path, str], language: str) -> None:
    answer = typed("needs", "--store", store_of(drawn[0]), "--lang", language)
    assert (answer.code, answer.err) == (0, "")
    assert HEADINGS[language] in answer.out
    assert [line for line in answer.out.splitlines() if len(line) > 80] == []
    assert "…" not in answer.out
    if language == "en":
        assert answer.out.strip() in drawn[1], "the demo tells the same"


def test_needs_for_a_program(typed: Typed, drawn: tuple[Path, str]) -> None:
    found = json.loads(typed("needs", "--store", store_of(drawn[0]), "--json").out)
    assert all(sum(one["places"].values()) > 0 for one in found["lacks"])
    assert 0 < len(found["gaps"]) <= 10
    for gap in found["gaps"]:
        assert gap["families_lower"] <= gap["families_upper"]
        assert gap["unbounded"] or gap["money_lower"] <= gap["money_upper"]
    income = found["income"]
    assert income["under_before_lower"] <= income["under_before_upper"] <= income["families"]
    assert income["under_after_upper"] <= income["under_before_upper"]


def test_published_tables_show_no_small_number(typed: Typed, drawn: tuple[Path, str], tmp_path: Path) -> None:
    answer = typed("needs", "--store", store_of(drawn[0]), "--publish", tmp_path / "tables")
    assert (answer.code, answer.err) == (0, "")
    assert sorted(path.name for path in (tmp_path / "tables").iterdir()) == ["indicators.csv", "measures.csv"]
    for name in ("indicators", "measures"):
        with (tmp_path / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert {row["held_back"] for row in rows} == {"yes", "no"}
        for row in rows:
            figures = [
                value for column, value in list(row.items())[5:] if column not in ("gap_lower", "gap_upper")
            ]
            if row["held_back"] == "yes":
                assert set(figures) == {""}
            else:
                assert all(int(figure) == 0 or int(figure) >= 10 for figure in figures)


def test_quality_of_measures(typed: Typed, drawn: tuple[Path, str]) -> None:
    folder, _ = drawn
    words = (
        "quality",
        "measures",
        "--truth",
        folder / "country-1000-1" / "truth",
        "--store",
        store_of(folder),
    )
    rows = json.loads(typed(*words, "--json").out)
    large = next(row for row in rows if row.get("code") == "large_family")
    assert large["right"] / large["said"] > 0.9
    assert any("cause" in row for row in rows)
    for language in LANGUAGES:
        answer = typed(*words, "--lang", language)
        assert (answer.code, answer.err) == (0, "")
