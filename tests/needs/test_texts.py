"""Every sentence that this room can say exists in Kazakh and Russian, with the same places to fill."""

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from familymap import needs
from familymap.needs.causes import CAUSES, EVIDENCE, Evidence, cause_text, evidence_text
from familymap.needs.quality import TRUTHS, truth_text
from familymap.texts import LANGUAGES

CATALOGS = Path(needs.__file__).parents[1] / "locale"
PLACES = re.compile(r"{(\w+)}")


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_the_catalog_holds_every_sentence_and_no_other(language: str) -> None:
    with (CATALOGS / language / "needs.po").open("rb") as lines:
        catalog = {str(entry.id): str(entry.string) for entry in read_po(lines) if entry.id}
    assert set(catalog) == {*CAUSES.values(), *EVIDENCE.values(), *TRUTHS.values()}
    for english, translated in catalog.items():
        assert translated, english
        assert sorted(PLACES.findall(translated)) == sorted(PLACES.findall(english)), english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_and_every_evidence_is_a_whole_sentence(language: str) -> None:
    for cause in CAUSES:
        assert cause_text(cause, language).endswith(".")
    for code in EVIDENCE:
        told = evidence_text(Evidence(code, "benefits", 17, date(2025, 11, 1)), language)
        assert told.endswith(".") and "{" not in told and "None" not in told
    assert all(truth_text(truth, language) for truth in TRUTHS)


def plain(told: str) -> str:
    """With ordinary spaces."""
    return told.replace("\u202f", " ").replace("\xa0", " ")


def test_the_day_and_the_month_are_written_as_the_language_writes_them() -> None:
    paid, offered = (
        Evidence(code, "benefits", 17, date(2025, 11, 1)) for code in ("paid_until", "offer_unanswered")
    )
    assert evidence_text(paid, "en") == "The last payment was for November 2025: benefits, row 17."
    assert evidence_text(paid, "ru") == "Последняя выплата за месяц: ноябрь 2025; benefits, строка 17."
    assert plain(evidence_text(offered, "ru")) == "На предложение № 17 от 1 ноября 2025 г. нет ответа."
    assert plain(evidence_text(offered, "kk")) == "№ 17 ұсынысқа (2025 ж. 1 қараша) жауап жоқ."


def test_the_published_list_is_the_one_the_program_tries() -> None:
    page = (Path(__file__).parents[2] / "docs" / "needs.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", page, flags=re.MULTILINE)
    assert listed == list(CAUSES.items())
