"""The overview: every chart has its table, definition, run and file; what is held back is not told."""

import csv
import re
from html import unescape

import pytest
from django.utils.html import strip_tags

from familymap.web import figures
from familymap.web.accounts.roles import Role
from familymap.web.audit.models import Entry
from familymap.web.publishing import Publication
from tests.web.conftest import ClientAs

pytestmark = pytest.mark.django_db
SECTION = re.compile(
    r'<section class="sheet overview-section" aria-labelledby="(\w+)-title">(.*?)</section>', re.S
)


def sections(html: str) -> dict[str, str]:
    return dict(SECTION.findall(html))


def test_every_chart_has_table_definition_run_and_file(client_as: ClientAs, shown: Publication) -> None:
    html = client_as(Role.analyst).get("/overview/").content.decode()
    found = sections(html)
    assert set(found) >= {"lacks", "money", "take_up", "news"}
    for key, part in found.items():
        assert "<table" in part, key
        assert "As of 1 January 2026 · run made-up · publication 2" in strip_tags(part), key
        assert f"/overview/{key}.csv" in part
        assert strip_tags(part.split("<figcaption")[1]).strip() != ""


def test_bars_are_drawn_from_what_the_table_says(client_as: ClientAs, shown: Publication) -> None:
    html = client_as(Role.analyst).get("/overview/").content.decode()
    drawn = re.findall(r'data-lower="([^"]+)" data-upper="([^"]+)"', sections(html)["lacks"])
    expected = sorted(
        (
            (row.lower, row.upper)
            for name in ("lack_income", "lack_home")
            for row in figures.table(shown, name, "country", measure_as="share", language="en")
            if not row.held_back
        ),
        reverse=True,
    )
    assert [(float(lower), float(upper)) for lower, upper in drawn] == expected


def test_what_is_held_back_has_no_number_anywhere(client_as: ClientAs, shown: Publication) -> None:
    client = client_as(Role.analyst)
    seen = 0
    for area in figures.table(shown, "families", "district", language="en"):
        row = next(
            row
            for row in figures.table(shown, "lack_home", "district", measure_as="share")
            if row.area == area.area
        )
        part = sections(client.get("/overview/", {"area": area.area}).content.decode())["lacks"]
        line = next(line for line in re.split("<tr|</tr>", part)[1:] if "home" in line.lower())
        assert ("data-lower" in line) != row.held_back
        if row.held_back:
            seen += 1
            assert "held back" in line
            assert not re.search(r"\d", strip_tags("<tr" + line).replace("\n", ""))
    assert seen


def test_the_file_of_a_chart_is_its_table(client_as: ClientAs, shown: Publication) -> None:
    client = client_as(Role.analyst)
    html = client.get("/overview/").content.decode()
    lines = list(csv.reader(client.get("/overview/lacks.csv").content.decode("utf-8-sig").splitlines()))
    rows = re.findall(r'<th scope="row">(.*?)</th>', sections(html)["lacks"])
    assert [line[0] for line in lines[1 : 1 + len(rows)]] == [unescape(row) for row in rows]
    assert "publication 2" in lines[-1][0]
    assert Entry.objects.filter(action="exported", subject="chart", subject_id="lacks").count() == 1
    assert client.get("/overview/lacks.pdf").status_code == 404
    assert client.get("/overview/letters.csv").status_code == 404


def test_news_are_the_changes_since_the_publication_before(client_as: ClientAs, shown: Publication) -> None:
    part = sections(client_as(Role.analyst).get("/overview/").content.decode())["news"]
    assert "+25" in strip_tags(part)
    assert "1 figure has changed." in strip_tags(part)


@pytest.mark.parametrize("area", ["99", "1", "1031201", "x", "..", "1'"])
def test_an_area_that_is_not_published_is_not_found(
    client_as: ClientAs, shown: Publication, area: str
) -> None:
    assert client_as(Role.analyst).get("/overview/", {"area": area}).status_code == 404


def test_somebody_of_a_region_begins_with_it(client_as: ClientAs, shown: Publication) -> None:
    html = client_as(Role.social_worker, "10").get("/overview/").content.decode()
    assert '<option value="10" selected>' in html


@pytest.mark.parametrize(
    ("language", "heading"),
    [("kk", "Отбасылардың жағдайы"), ("ru", "Как живут семьи"), ("en", "How families are")],
)
def test_it_speaks_the_language_of_the_reader(
    client_as: ClientAs, shown: Publication, language: str, heading: str
) -> None:
    assert heading in client_as(Role.analyst, language=language).get("/overview/").content.decode()
