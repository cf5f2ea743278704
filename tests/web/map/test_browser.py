"""The analyst's way in a real browser: three languages, keyboard, twice the size, no script, no WebGL."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from familymap.web.accounts.roles import Role
from familymap.web.publishing import Publication
from tests.web.conftest import PageAs

pytestmark = pytest.mark.slow
Axe = Callable[[Page], list[str]]
FIRST_PAGE_BYTES = 100_000

WORDS = {
    "kk": ("Карта", "Отбасылардың жағдайы", "Сандар кестесі", "көрсетілмейді", "Абай облысы"),
    "ru": ("Карта", "Как живут семьи", "Числа таблицей", "не показано", "Абайская область"),
    "en": ("Map", "How families are", "The numbers as a table", "held back", "Abai Region"),
}

FOCUSED = """() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    return {
        id: element.id, cls: element.className, tag: element.tagName,
        ring: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
"""What has the focus, whether that can be seen, whether it is in view."""


def drawn(page: Page) -> None:
    """Wait until the map stands."""
    page.wait_for_selector("#map[data-ready=yes]", timeout=60_000)
    page.wait_for_function("document.getElementById('map-result').getAttribute('aria-busy') !== 'true'")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_analysts_way(
    page_as: PageAs, axe: Axe, shown: Publication, language: str, tmp_path: Path
) -> None:
    map_word, heading, as_table, held_back, abai = WORDS[language]
    page = page_as(Role.analyst, language=language)
    expect(page.locator("h1")).to_have_text(heading)
    page.wait_for_selector("figure.chart svg .entry")
    bars = page.locator("#lacks-title ~ figure svg .entry")
    rows = page.locator("#lacks-title ~ figure tr[data-lower]")
    assert bars.count() == rows.count() > 0
    page.locator("#lacks-title ~ figure summary", has_text=as_table).click()
    assert axe(page) == []

    page.locator("nav.nav a", has_text=map_word).click()
    drawn(page)
    assert axe(page) == []
    page.select_option("#map-figure", "lack_income")
    page.wait_for_url("**figure=lack_income**")
    page.select_option("#map-as", "share")
    page.wait_for_url("**as=share**")
    drawn(page)
    page.locator("#map-table a", has_text=abai).click()
    page.wait_for_url("**within=10**")
    drawn(page)
    assert held_back in page.locator("#map-table").inner_text()
    assert page.locator("#map-legend [data-colour=held]").count() == 1
    assert axe(page) == []

    permanent, table = page.url, page.locator("#map-table").inner_text()
    page.goto(permanent)
    assert page.locator("#map-table").inner_text() == table
    page.go_back()
    drawn(page)
    for link, ending in (("CSV", "csv"), ("XLSX", "xlsx"), ("GeoJSON", "geojson"), ("PNG", "png")):
        with page.expect_download() as file:
            page.locator(".map-downloads a, .map-downloads button", has_text=link).click()
        file.value.save_as(tmp_path / f"map.{ending}")
    assert (tmp_path / "map.png").read_bytes()[:4] == b"\x89PNG"
    assert (tmp_path / "map.png").stat().st_size > 10_000


def test_a_click_on_a_region_goes_down_to_its_districts(page_as: PageAs, shown: Publication) -> None:
    page = page_as(Role.analyst)
    page.goto("/map/")
    drawn(page)
    box = page.locator("#map canvas").bounding_box()
    assert box
    for along in (0.5, 0.78, 0.72, 0.82):
        for down in (0.5, 0.35, 0.65):
            page.mouse.move(box["x"] + box["width"] * along, box["y"] + box["height"] * down)
            if page.locator("#map-note").is_visible():
                said = page.locator("#map-note").inner_text()
                assert page.locator("tr.map-pointed th").inner_text().strip() in said
                page.mouse.down()
                page.mouse.up()
                page.wait_for_url("**level=district&within=**")
                return
    pytest.fail("No region was found on the map.")


def test_another_language_keeps_the_question(page_as: PageAs, shown: Publication) -> None:
    page = page_as(Role.analyst)
    page.goto("/map/")
    drawn(page)
    page.select_option("#map-figure", "lack_income")
    page.wait_for_url("**figure=lack_income**")
    page.locator(".languages button[lang=kk]").click()
    expect(page.locator("#map-result-title")).to_have_text("Жетіспейді: табыстың аздығы")


def test_every_control_is_reached_by_keyboard_and_shows_it(page_as: PageAs, shown: Publication) -> None:
    page = page_as(Role.analyst)
    page.goto("/map/")
    drawn(page)
    wanted = {"map-figure", "map-as", "map-group", "map-level", "map-picture"}
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["tag"] == "BODY":
            break
        reached.append(focused["id"] or focused["cls"] or focused["tag"])
        assert focused["ring"], focused
        assert focused["seen"] or "skip" in focused["cls"], focused
    assert wanted <= set(reached)
    assert any("maplibregl-canvas" in one for one in reached)
    page.focus("#map-as")
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**as=change**")
    drawn(page)
    assert page.evaluate("document.activeElement.id") == "map-as"
    page.focus("#map-table a >> nth=0")
    assert page.locator("tr.map-pointed").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**level=district**")


@pytest.mark.parametrize("address", ["/overview/", "/map/?figure=lack_income&as=share"])
def test_at_twice_the_size_nothing_runs_over_the_edge(
    page_as: PageAs, axe: Axe, shown: Publication, address: str
) -> None:
    """1280 pixels at 200 % are 640; a phone has 390; 1280 at 400 % are 320."""
    for width, scheme in ((640, "light"), (390, "dark"), (320, "light")):
        page = page_as(Role.analyst, language="ru", width=width, scheme=scheme)
        page.goto(address)
        page.wait_for_timeout(500)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(page) == []


def test_without_javascript_the_table_answers(page_as: PageAs, shown: Publication) -> None:
    page = page_as(Role.analyst, javascript=False)
    page.goto("/map/")
    assert not page.locator("#map-frame").is_visible()
    assert "Without JavaScript there is no map." in page.locator("noscript .notice").inner_text()
    page.select_option("#map-figure", "lack_income")
    page.locator("#map-question button").click()
    expect(page.locator("#map-result-title")).to_have_text("Lacking: low income")
    page.locator("#map-table a >> nth=0").click()
    assert "level=district" in page.url
    page.goto("/overview/")
    assert page.locator("#lacks-title ~ figure table").is_visible()


def test_without_webgl_the_table_stands_in_place_of_the_map(page_as: PageAs, shown: Publication) -> None:
    page = page_as(Role.analyst)
    page.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) "
        "{ return kind.startsWith('webgl') ? null : get.call(this, kind, ...more); };"
    )
    page.goto("/map/")
    assert page.get_by_text("This browser cannot draw the map.").is_visible()
    assert not page.locator("#map-frame").is_visible()
    assert not page.locator("#map-picture").is_visible()
    page.select_option("#map-figure", "lack_income")
    expect(page.locator("#map-result-title")).to_have_text("Lacking: low income")
    assert page.locator("#map-table tbody tr").count() == 3


def test_the_first_page_is_light_enough_for_a_slow_line(page_as: PageAs, shown: Publication) -> None:
    page = page_as(Role.analyst)
    asked: set[str] = set()
    page.on("request", lambda one: asked.add(one.url))
    page.goto("/overview/", wait_until="networkidle")
    page.wait_for_selector("figure.chart svg .entry")
    sizes = {url: len(gzip.compress(page.request.get(url).body())) for url in asked}
    assert any(url.endswith("charts.js") for url in sizes)
    assert not any("maplibre" in url for url in sizes)
    assert sum(sizes.values()) < FIRST_PAGE_BYTES, sizes


def test_the_map_follows_the_theme(page_as: PageAs, shown: Publication) -> None:
    page = page_as(Role.analyst)
    page.goto("/map/")
    drawn(page)
    corner = (
        "() => new Promise(done => { const c = document.querySelector('#map canvas');"
        " const g = c.getContext('webgl2'), p = new Uint8Array(4);"
        " g.readPixels(2, 2, 1, 1, g.RGBA, g.UNSIGNED_BYTE, p); done(p[0]); })"
    )
    assert page.evaluate(corner) > 200
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(1500)
    assert page.evaluate(corner) < 60
