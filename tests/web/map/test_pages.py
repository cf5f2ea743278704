"""The map as pages: table, legend, shapes and files say what the publication says, and to whom."""

import json
import re
from html import unescape

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from familymap.web import figures
from familymap.web.accounts.access import FIGURES
from familymap.web.accounts.roles import EVERY_ROLE, Role
from familymap.web.audit.models import Entry
from familymap.web.map.saying import row_said
from familymap.web.publishing import Publication
from tests.web.conftest import ClientAs

pytestmark = pytest.mark.django_db
ROW = re.compile(r'<tr data-area="(\w+)" data-colour="(\w+)">.*?data-value>(.*?)</td>', re.S)


def table(html: str) -> dict[str, tuple[str, str]]:
    """Area → colour and what is said of it, as the page has them."""
    return {area: (colour, unescape(strip_tags(said))) for area, colour, said in ROW.findall(html)}


@pytest.mark.parametrize(
    ("level", "way"),
    [
        *((level, way) for level in ("region", "district") for way in ("number", "share", "change")),
        ("hex", "number"),
        ("hex", "share"),
    ],
)
def test_the_table_says_what_is_published(
    client_as: ClientAs, shown: Publication, level: str, way: str
) -> None:
    query = {"figure": "lack_home", "level": level, "as": way}
    html = client_as(Role.analyst).get("/map/", query).content.decode()
    rows = figures.table(shown, "lack_home", level, measure_as=way, language="en")
    unit = "share" if way == "share" else "number"
    with translation.override("en"):
        expected = {row.area: unescape(strip_tags(row_said(row, unit, way == "change"))) for row in rows}
    assert {area: said for area, (_, said) in table(html).items()} == expected
    for row in rows:
        assert (table(html)[row.area][0] == "held") == row.held_back


def test_the_file_says_the_same_and_the_log_knows_of_it(client_as: ClientAs, shown: Publication) -> None:
    client = client_as(Role.analyst)
    query = {"figure": "lack_home", "level": "district"}
    lines = client.get("/map/export.csv", query).content.decode("utf-8-sig").splitlines()
    held = {line.split(",")[0] for line in lines[1:] if line.endswith(",yes")}
    rows = figures.table(shown, "lack_home", "district", language="en")
    assert held == {row.area for row in rows if row.held_back}
    assert held
    geo = json.loads(client.get("/map/export.geojson", query).content)
    assert {one["properties"]["area"] for one in geo["features"]} <= {row.area for row in rows}
    assert client.get("/map/export.xlsx", query).content[:2] == b"PK"
    logged = Entry.objects.filter(action="exported").order_by("pk")
    assert [json.loads(entry.detail)["kind"] for entry in logged] == ["csv", "geojson", "xlsx"]
    assert {entry.subject_id for entry in logged} == {"lack_home"}


def test_looking_at_protected_figures_leaves_no_entry(client_as: ClientAs, shown: Publication) -> None:
    client_as(Role.analyst).get("/map/")
    assert not Entry.objects.filter(action="exported").exists()


def test_shapes_are_kept_by_the_browser_and_belong_to_one_publication(
    client_as: ClientAs, shown: Publication
) -> None:
    client = client_as(Role.analyst)
    reply = client.get(f"/map/shapes/{shown.number}/district.geojson", {"within": "10"})
    assert "immutable" in reply["Cache-Control"]
    assert "private" in reply["Cache-Control"]
    assert all(one["properties"]["area"].startswith("10") for one in json.loads(reply.content)["features"])
    for wrong in ("/map/shapes/1/district.geojson", "/map/shapes/2/family.geojson"):
        assert client.get(wrong).status_code == 404
    assert client.get("/map/shapes/2/region.geojson", {"within": "' or 1"}).status_code == 404


def test_an_old_link_says_what_is_not_there_any_more(client_as: ClientAs, shown: Publication) -> None:
    html = client_as(Role.analyst).get("/map/", {"figure": "lack_wings"}).content.decode()
    assert "This publication has no figure «lack_wings»; the first one is shown." in html


def test_a_page_without_numbers_says_so(client_as: ClientAs, shown: Publication) -> None:
    html = client_as(Role.analyst).get("/map/", {"figure": "gap_age_pension"}).content.decode()
    assert "No area here has a number." in html


def test_somebody_of_a_region_begins_with_its_districts(client_as: ClientAs, shown: Publication) -> None:
    html = client_as(Role.supervisor, "10").get("/map/").content.decode()
    assert table(html)
    assert all(area.startswith("10") and len(area) == 4 for area in table(html))


@pytest.mark.parametrize("address", ["/map/", "/overview/"])
def test_nothing_published_is_a_page_of_its_own(
    client_as: ClientAs, nothing_published: None, address: str
) -> None:
    reply = client_as(Role.analyst).get(address)
    assert reply.status_code == 503
    assert "Nothing is published yet" in reply.content.decode()


@pytest.mark.parametrize("role", sorted(EVERY_ROLE))
@pytest.mark.parametrize(
    "address",
    ["/map/", "/map/export.csv", "/map/shapes/2/region.geojson", "/overview/", "/overview/lacks.csv"],
)
def test_roles_without_figures_are_refused(
    client_as: ClientAs, shown: Publication, role: Role, address: str
) -> None:
    assert client_as(role).get(address).status_code == (200 if role in FIGURES else 403)
