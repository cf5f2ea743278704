"""A run that lost families, jumps, or lacks a register is not shown to people unless somebody says so by
name.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from familymap import country, texts
from familymap.engine.store import SealedRun
from familymap.web import publishing
from familymap.web.publishing import limits
from familymap.web.publishing.limits import SENTENCES, breaches, load_limits
from tests.web.publishing.runs import another, changed

HALF = "select * from {table} where family_id % 2 = 0"


@pytest.fixture
def published(store: Path, run: SealedRun) -> publishing.Publication:
    return publishing.publish(store, run.run_id, "me")


def test_the_same_again_breaks_nothing(
    store: Path, run: SealedRun, published: publishing.Publication
) -> None:
    assert breaches(run, None) == []
    assert breaches(another(store, run, "Beta"), published) == []


@pytest.mark.parametrize(
    ("name", "tables", "broken"),
    [
        ("lost", {"family": HALF}, {"families_lost", "families"}),
        (
            "swapped",
            {"family": "select * replace (family_id + 1 as family_id) from {table}"},
            {"families_lost"},
        ),
        (
            "fewer",
            {"family_membership": "select * from {table} where person_id % 10 <> 0"},
            {"people_lost", "people"},
        ),
        (
            "dearer",
            {"entitlement": "select * replace (amount * 2 as amount, at_least * 2 as at_least) from {table}"},
            {"money"},
        ),
        (
            "oftener",
            {"entitlement": "from {table} union all from {table} where measure = 'health_insurance_state'"},
            {"due"},
        ),
        ("open", {"gap": "from {table} limit 3"}, {"gaps"}),
        ("empty", {"family": "from {table} limit 0"}, {"empty", "families_lost", "families"}),
    ],
)
def test_a_limit_is_noticed(
    name: str,
    tables: dict[str, str],
    broken: set[str],
    store: Path,
    run: SealedRun,
    published: publishing.Publication,
) -> None:
    found = breaches(changed(store, run, name, tables), published)
    for breach in found:
        print(breach.text("en"))
    assert {breach.limit for breach in found} == broken


def test_a_register_that_is_missing_or_stale_is_noticed(store: Path, run: SealedRun) -> None:
    without = changed(store, run, "without", manifest={"registers_missing": ["benefits"]})
    assert [one.text("en") for one in breaches(without, None)] == [
        "Of the register «benefits» nothing was received."
    ]
    later = date.fromisoformat(run.manifest["known_at"]) + timedelta(days=61)
    stale = changed(store, run, "stale", manifest={"known_at": later.isoformat()})
    found = breaches(stale, None)
    assert {one.limit for one in found} == {"stale"}
    assert "addresses" in {one.places["name"] for one in found}
    day_before = changed(store, run, "fresh", manifest={"known_at": (later - timedelta(days=1)).isoformat()})
    assert "addresses" not in {one.places.get("name") for one in breaches(day_before, None)}


def test_an_older_day_is_noticed(store: Path, run: SealedRun, published: publishing.Publication) -> None:
    older = changed(store, run, "older", manifest={"as_of": "2020-01-01"})
    assert {one.limit for one in breaches(older, published)} == {"older"}


def test_only_a_named_persons_consent_publishes_it(
    store: Path, run: SealedRun, published: publishing.Publication
) -> None:
    lost = changed(store, run, "lost", {"gap": "from {table} limit 3"})
    with pytest.raises(publishing.NotPublished, match="What is due and not received moved") as refusal:
        publishing.publish(store, lost.run_id, "A. Steward")
    assert [one.limit for one in refusal.value.breaches] == ["gaps"]
    assert publishing.current(store) == published
    made = publishing.publish(store, lost.run_id, "A. Steward", "Payments are checked by hand this month.")
    consent = made.manifest["consent"]
    assert (made.manifest["published_by"], consent["reason"]) == (
        "A. Steward",
        "Payments are checked by hand this month.",
    )
    assert [one["limit"] for one in consent["breaches"]] == ["gaps"]


def test_every_limit_has_its_reason_and_every_sentence_its_languages() -> None:
    declared = load_limits(country.load().folder / "publication.yaml")
    assert all(limit.why and limit.certainty for part in (declared.lost, declared.jump) for _, limit in part)
    for language in ("kk", "ru"):
        with (Path(texts.__file__).parent / "locale" / language / "web_publishing.po").open("rb") as lines:
            told = {str(one.id): str(one.string) for one in read_po(lines) if one.id}
        assert set(told) == set(SENTENCES.values())
        for breach in (limits.Breach(name, dict.fromkeys(PLACES, "5")) for name in SENTENCES):
            assert breach.text(language) != breach.text("en")


PLACES = ("found", "allowed", "before", "now", "name", "day")
