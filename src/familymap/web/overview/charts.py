"""The charts of the overview, each a few lines from published figures to a `Chart`."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from familymap.web.map.question import CHANGE, Question
from familymap.web.overview.story import Area, Chart, Found, Line
from familymap.web.templatetags import ui

MOST = 10
"""So many bars can be taken in at a glance; the table behind a chart has the rest."""
STALE_DAYS = 60


def charts(area: Area) -> list[Chart]:
    """All charts that the publication has numbers for, in the order of the page."""
    made = (lacks(area), money(area), causes(area), take_up(area), news(area), freshness(area))
    return [chart for chart in made if chart is not None]


def lacks(area: Area) -> Chart | None:
    """What families lack, as a share of all."""
    found = area.all("lack_", "share")
    if not found:
        return None
    first = found[0]
    return Chart(
        key="lacks",
        title=gettext("What families lack"),
        sentence=gettext("Most often: {what}").format(what=first.figure.short) if first.shown else "",
        heads=(gettext("What is lacking"), gettext("Share of families"), gettext("Families")),
        rows=[_line(one, area.find(one.figure.name)) for one in found],
        definition=gettext(
            "Share of all families. The full bar is certain; of the pale part it is not known."
        ),
        unit="share",
        map=_map(area, found, "share"),
    )


def money(area: Area) -> Chart | None:
    """Where most money does not reach families."""
    found = [one for one in area.all("gap_money_", "number") if one.shown]
    if not found:
        return None
    return Chart(
        key="money",
        title=gettext("Money that does not arrive"),
        sentence=gettext("Most: {what}").format(what=found[0].figure.short),
        heads=(gettext("Measure"), gettext("Money per month"), gettext("Families")),
        rows=[_line(one, area.find(one.figure.name.replace("gap_money_", "gap_"))) for one in found],
        definition=gettext("Due and not received, in tenge per month. The pale part may be due."),
        unit="money",
        map=_map(area, found, "number"),
    )


def causes(area: Area) -> Chart | None:
    """Why it does not arrive, as far as the registers tell."""
    found = area.all("cause_", "number")
    if not found:
        return None
    return Chart(
        key="causes",
        title=gettext("Why it probably does not arrive"),
        sentence=gettext("Most often: {what}").format(what=found[0].figure.short) if found[0].shown else "",
        heads=(gettext("Likely cause"), gettext("Families")),
        rows=[_line(one) for one in found],
        definition=gettext(
            "Likely, not proven: the first cause that the registers speak for. A family may have several."
        ),
    )


def take_up(area: Area) -> Chart | None:
    """Who gets what is due."""
    found = area.all("take_up_", "share")
    lowest = [one for one in reversed(found) if one.shown]
    if not found:
        return None
    return Chart(
        key="take_up",
        title=gettext("Who gets what is due"),
        sentence=gettext("Least: {what}").format(what=lowest[0].figure.short) if lowest else "",
        heads=(gettext("Measure"), gettext("Share of those to whom it is due")),
        rows=[_line(one) for one in [*lowest, *(one for one in found if not one.shown)]],
        definition=gettext(
            "Of those to whom a measure is due, the share that receives it. The pale part is not known."
        ),
        unit="share",
        whole=True,
        map=_map(area, found, "share"),
    )


def news(area: Area) -> Chart | None:
    """What is new since the publication before."""
    names = (
        "families",
        "people",
        "any_gap",
        "all_gap_money",
        *(n for n in area.catalogue if n.startswith("lack_")),
    )
    rows = []
    for name in names:
        now, change = area.find(name), area.find(name, CHANGE)
        if now and change and change.shown and (change.row.lower, change.row.upper) != (0, 0):
            rows.append(Line(now.figure.title, (change.said, now.said)))
    return Chart(
        key="news",
        title=gettext("New since the run before"),
        sentence=_news(area, len(rows)),
        heads=(gettext("Figure"), gettext("Difference"), gettext("Now")),
        rows=rows,
        definition=gettext(
            "Difference to the publication before. Small changes are held back and not listed."
        ),
        drawn=False,
        folded=False,
    )


def _news(area: Area, changed: int) -> str:
    if area.publication.manifest.get("previous") is None:
        return gettext("This is the first publication; there is nothing to compare it with yet.")
    return ngettext("{number} figure has changed.", "{number} figures have changed.", changed).format(
        number=ui.digits(changed)
    )


def freshness(area: Area) -> Chart | None:
    """How old the data of each register are."""
    found = area.all("freshness_", "number")
    if not found:
        return None
    oldest = max((one.row.lower or 0 for one in found if one.shown), default=0)
    stale = sum(one.shown and (one.row.lower or 0) > STALE_DAYS for one in found)
    return Chart(
        key="freshness",
        title=gettext("How fresh the data are"),
        sentence=_stale(stale),
        heads=(gettext("Register"), gettext("Days since the last delivery")),
        rows=[_line(one) for one in found],
        definition=gettext("Days from a register's last delivery to the day of the run."),
        drawn=oldest > 0,
    )


def _stale(registers: int) -> str:
    if not registers:
        return gettext("No register is older than {days} days.").format(days=STALE_DAYS)
    return ngettext(
        "{number} register is older than {days} days.",
        "{number} registers are older than {days} days.",
        registers,
    ).format(number=ui.digits(registers), days=STALE_DAYS)


def _line(found: Found, beside: Found | None = None) -> Line:
    cells = [found.said, *([beside.said] if beside else [])]
    if not found.shown:
        return Line(found.figure.short, cells)
    lower = found.row.lower
    return Line(found.figure.short, cells, lower, lower if found.row.upper is None else found.row.upper)


def _map(area: Area, found: Sequence[Found], way: str) -> str:
    if not found:
        return ""
    level = {"country": "region", "region": "district", "district": "settlement"}[area.level]
    question = Question(figure=found[0].figure.name, way=way, level=level, within=area.code)
    return f"{reverse('map:map')}?{question.query()}"
