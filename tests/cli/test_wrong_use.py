"""Wrong use: one sentence and exit code 2. What cannot be done: one sentence and exit code 1."""

import pytest

from familymap.cli import synthesis
from familymap.cli.main import VERBS
from familymap.texts import LANGUAGES
from tests.cli.conftest import Typed


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(typed: Typed, verb: str) -> None:
    answer = typed(verb, "--help")
    assert answer.code == 0
    assert f"familymap {verb}" in answer.out
    assert answer.err == ""


def test_without_a_verb_the_verbs_are_listed(typed: Typed) -> None:
    answer = typed()
    assert answer.code == 0
    assert all(verb in answer.out for verb in VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_speaks_three_languages(typed: Typed, verb: str) -> None:
    answer = typed(verb, "--lang", "de")
    assert answer.code == 2
    assert "✗ There are no texts in «de»: choose kk, ru or en." in answer.err


WRONG = {
    "unknown verb": (("fly",), "fly"),
    "unknown option": (("runs", "--fast"), "--fast"),
    "missing argument": (("receive",), "register"),
    "not a number": (("person", "Ерлан"), "person_id"),
    "not a day": (("run", "--as-of", "31.12.2025"), "31.12.2025"),
    "unknown register": (("receive", "cats", "cats.csv"), "«cats»"),
    "unknown register in quarantine": (("quarantine", "cats", "cats.csv"), "«cats»"),
    "nothing received": (("quarantine", "births", "mend.csv"), "Nothing of the register «births»"),
    "unknown role": (("decide", "births", "1", "--by", "me", "--role", "aunt"), "child, mother, father"),
    "no folder for all": (("receive", "all", "births.csv"), "births.csv is none"),
    "too few people": (("demo", "--people", "10"), "1,000 to 20,000,000"),
    "too many people": (("synth", "--people", "20000001", "--out", "made"), "1,000 to 20,000,000"),
    "no truth": (("quality", "people", "--truth", "."), "person.parquet"),
    "no country to evolve": (("synth", "--next-month", ".", "--out", "made"), "country.json"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use(typed: Typed, case: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words, part = WRONG[case]
    answer = typed(*words)
    assert answer.code == 2
    sentence, help_line = answer.err.splitlines()
    assert sentence.startswith("✗ ") and part in sentence
    assert help_line.startswith("Help: familymap")
    assert answer.out == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_the_environment(typed: Typed, language: str, monkeypatch) -> None:
    monkeypatch.setenv("FAMILYMAP_LANG", language)
    answer = typed("receive", "cats", "cats.csv")
    begins = {
        "kk": "«cats» деген тіркелім жоқ",
        "ru": "Регистра «cats» нет",
        "en": "There is no register «cats»",
    }
    assert begins[language] in answer.err


def test_a_country_is_not_written_over_other_things(typed: Typed, tmp_path) -> None:
    (tmp_path / "letters.txt").write_text("dear", encoding="utf-8")
    answer = typed("synth", "--people", "1000", "--out", tmp_path)
    assert answer.code == 2
    assert "holds other things" in answer.err
    assert (tmp_path / "letters.txt").exists()


CANNOT = {
    "no run yet": (("family", "1"), "There is no run"),
    "nothing to run on": (("run",), "Nothing was received"),
    "no such file": (("receive", "births", "nowhere.csv"), "nowhere.csv"),
    "empty file": (("receive", "births", "empty.csv"), "empty.csv"),
    "another register's columns": (("receive", "births", "cats.csv"), "cats.csv"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CANNOT)
def test_what_cannot_be_done(typed: Typed, case: str, language: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.csv").touch()
    (tmp_path / "cats.csv").write_text("cat,colour\n1,grey\n", encoding="utf-8")
    words, part = CANNOT[case]
    answer = typed(*words, "--lang", language)
    assert answer.code == 1
    [sentence] = answer.err.splitlines()
    assert sentence.startswith("✗ ") and part in sentence


def test_a_folder_with_a_bad_file_keeps_the_good_ones_and_ends_with_1(typed: Typed, tmp_path) -> None:
    (tmp_path / "cats.csv").write_text("cat,colour\n1,grey\n", encoding="utf-8")
    answer = typed("receive", "all", tmp_path, "--store", tmp_path / "store", "--lang", "ru")
    assert answer.code == 1
    assert answer.err.startswith("✗ cats.csv")


@pytest.mark.parametrize("trouble", [KeyboardInterrupt(), RuntimeError("Query interrupted")])
def test_ctrl_c(typed: Typed, tmp_path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException) -> None:
    """Between two queries, and in the middle of one."""

    def stopped(*_: object) -> None:
        raise trouble

    monkeypatch.setattr(synthesis, "make_country", stopped)
    answer = typed("synth", "--out", tmp_path / "made", "--lang", "ru")
    assert answer.code == 130
    assert answer.err.startswith("Остановлено.")


def test_an_error_of_the_program(typed: Typed, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh\nno")

    monkeypatch.setattr(synthesis, "make_country", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    answer = typed("synth", "--out", tmp_path / "made")
    assert answer.code == 3
    [sentence] = answer.err.splitlines()
    assert "an error of the program, not yours: ZeroDivisionError oh." in sentence
    [report] = tmp_path.glob("familymap-error-*.txt")
    assert str(report) in sentence
    assert "Traceback" in report.read_text(encoding="utf-8")


def test_a_full_disk_is_a_sentence(typed: Typed, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "person.parquet")

    monkeypatch.setattr(synthesis, "make_country", full)
    answer = typed("synth", "--out", tmp_path / "made")
    assert answer.code == 1
    assert answer.err == "✗ The system refused: person.parquet: No space left on device.\n"
