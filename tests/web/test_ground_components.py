"""The components: unknown is said, bounds are shown, groups of digits have a narrow space between them."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template import engines
from django.utils import translation

from familymap.web.accounts.forms import NewDuty

THIN, NARROW = "\u202f", "\u00a0"


def shown(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return engines["django"].from_string(source).render(context).strip()


def plain(source: str, language: str = "en", **context: object) -> str:
    """The text a person reads, spaces of every width as one."""
    words = re.sub(r"<[^>]+>", "", shown(source, language, **context))
    return words.replace(THIN, " ").replace(NARROW, " ")


@pytest.mark.parametrize(
    ("source", "kk", "ru", "en"),
    [
        ("{% number 1234567 %}", "1 234 567", "1 234 567", "1 234 567"),
        ("{% number 1234.56 1 %}", "1 234,6", "1 234,6", "1 234.6"),
        ("{% money 123456700 %}", "1 234 567 ₸", "1 234 567 ₸", "1 234 567 ₸"),
        ("{% money 123456789 %}", "1 234 567,89 ₸", "1 234 567,89 ₸", "1 234 567.89 ₸"),
        ("{% money 123456700 rough=True %}", "1,2 млн ₸", "1,2 млн ₸", "1.2 million ₸"),
        ("{% share 0.256 %}", "26%", "26 %", "26%"),
        ("{% bounds 10 25 %}", "10–25", "10–25", "10–25"),
        ("{% bounds 10 10 %}", "10", "10", "10"),
        ("{% bounds 10 None %}", "кемінде 10", "не меньше 10", "at least 10"),
        ("{% bounds None 2500 'money' %}", "ең көбі 25 ₸", "не больше 25 ₸", "at most 25 ₸"),
        ("{% bounds None None %}", "белгісіз", "неизвестно", "unknown"),
        ("{% number None %}", "белгісіз", "неизвестно", "unknown"),
        ("{% money None %}", "белгісіз", "неизвестно", "unknown"),
        ("{% day None %}", "белгісіз", "неизвестно", "unknown"),
        ("{% area '' %}", "бүкіл ел", "вся страна", "whole country"),
        ("{% area '10' %}", "Абай облысы", "Абайская область", "Abai Region"),
        ("{% area '1036' %}", "Абай облысы, 1036", "Абайская область, 1036", "Abai Region, 1036"),
    ],
)
def test_a_figure_reads_as_the_language_writes_it(source: str, kk: str, ru: str, en: str) -> None:
    assert [plain(source, language) for language in ("kk", "ru", "en")] == [kk, ru, en]


def test_a_date_is_read_by_people_and_machines() -> None:
    said = shown("{% day when %}", "kk", when=date(2026, 1, 5))
    assert 'datetime="2026-01-05"' in said and "қаңтар" in said
    assert "5 January 2026" in shown("{% day when %}", when=date(2026, 1, 5))


def test_a_bar_is_drawn_without_styles_and_told_in_words() -> None:
    said = shown("{% bar 0.25 0.4 label='Housing' %}")
    assert 'width="25.0"' in said and 'width="15.0"' in said and "style" not in said
    assert "25%–40%" in said and 'aria-hidden="true"' in said
    assert "<svg" not in shown("{% bar None %}") and "unknown" in shown("{% bar None %}")


def test_a_table_has_a_caption_scopes_and_no_blank() -> None:
    said = shown("{% table 'People' heads rows numbers='2' %}", heads=["Area", "Number"], rows=[["A", None]])
    assert "<caption>People</caption>" in said and said.count('scope="col"') == 2 and 'scope="row"' in said
    assert "unknown" in said and 'class="number"' in said


def test_a_field_joins_its_help_and_error() -> None:
    form = NewDuty({"role": "nobody", "area": "7"})
    form.is_valid()
    said = shown("{% field form.area %}", form=form)
    assert 'aria-describedby="id_area_help id_area_error"' in said and 'aria-invalid="true"' in said
    assert said.index('for="id_area"') < said.index('id="id_area_error"') < said.index("<input")


def test_what_comes_from_data_is_never_markup() -> None:
    bad = "<script>alert(1)</script>"
    pieces = (
        "{% tag x %}",
        "{% notice x 'bad' title=x %}",
        "{% table x rows rows %}",
        "{% bar 0.1 label=x %}",
    )
    for source in pieces:
        assert "<script>" not in shown(source, x=bad, rows=[[bad]]), source
    assert "<script>" not in shown("{{ one.name }}", one=SimpleNamespace(name=bad))
