"""A hurting fact that stands in the store appears on no page, no paper, in no language."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from familymap.engine.store import RunStore, SealedRun, checksum
from familymap.web.accounts.roles import Role
from tests.web.conftest import ClientAs
from tests.web.families.conftest import Known, known_families, opened, table

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(
        os.environ.get("FAMILYMAP_TEST_ON") == "postgresql",
        reason="one database holds the cards of one store",
    ),
]

SUM, KEY, WORDS = 98_765_432_100, 987_654_321, "PlantedViolence"
LANGUAGES = ("kk", "ru", "en")
MOST_LINKS = 25
"""Of one card; the answers that are not due are many and alike."""

PORTRAIT = {
    "on_dispensary_register": "true",
    "guardian_kind": "'adoption'",
    "disability_cause_certified": "'military'",
    "debt": SUM,
    "debt_payment": SUM,
    "overdue_sum": SUM,
}
"""Person fact → what is put in its place; nothing that a measure answers from, so the answers stay."""

HURTING = re.compile(
    "|".join(
        (
            WORDS, "987 ?654", "987[ \u00a0\u202f]?654[ \u00a0\u202f]?321",
            "диспансер", "Диспансер", "ИСПАНСЕР", "ispensary", "medical observation",
            "adopted child", "kind of care of the child", "усынов", "асырап ал", "court", "по решению суда",
            "сот шешімі", "военная служба", "әскери қызмет", "military",
        )
    )
)  # fmt: skip


CHANGED = ("portrait_person", "family_membership", "gap")


def rewrite(run: SealedRun, name: str, select: str) -> None:
    """Put a table of the run anew, and its checksum, as if it had been sealed so."""
    path = run.table(name)
    beside = path.with_suffix(".new")
    duckdb.sql(f"copy ({select}) to '{beside}' (format parquet)")
    beside.replace(path)


def plant(run: SealedRun) -> None:
    """Hurting facts of every member, an adoption, and evidence in a register that is never spoken of."""
    replaced = ", ".join(f"{value} as {name}" for name, value in PORTRAIT.items())
    rewrite(
        run,
        "portrait_person",
        f"""select * replace ({replaced}), '{WORDS}' as violence_reported_by
        from {table(run, "portrait_person")}""",
    )
    rewrite(
        run,
        "family_membership",
        f"""select * replace (
            case when role = 'child' then 'minor_by_court_guardian' else rule end as rule,
            case when role = 'child' then 'guardianship' else via_register end as via_register,
            case when role = 'child' then {KEY} else via_key end as via_key
        ) from {table(run, "family_membership")}""",
    )
    rewrite(
        run,
        "gap",
        f"""select * replace ('conflicting_facts' as cause, 'row_waits_for_human' as evidence,
            'dispensary' as evidence_register, {KEY} as evidence_key) from {table(run, "gap")}""",
    )


def seal(run: SealedRun) -> None:
    """The manifest says of the changed tables what it would say had they been made so."""
    for name in CHANGED:
        run.manifest["tables"][name]["sha256"] = checksum(run.table(name))
    (run.folder / "manifest.json").write_text(json.dumps(run.manifest), encoding="utf-8")


@pytest.fixture(scope="module")
def planted(
    country: Path, published: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[Path]:
    """A published store full of what must not be told."""
    from familymap.web import publishing

    store = tmp_path_factory.mktemp("planted") / "store"
    shutil.copytree(country, store)
    run = RunStore(store).latest()
    plant(run)
    seal(run)
    with django_db_blocker.unblock():
        publishing.publish(store, run.run_id, by="tests", consent="the tests")
    settings.FAMILYMAP_STORE = store
    yield store
    settings.FAMILYMAP_STORE = published


def pages(client: Client, one: Known) -> Iterator[tuple[str, Any]]:
    """Every page, part and paper of a family, those that the card leads to as well."""
    base = f"/families/{one.family_id}"
    card = client.get(base)
    yield base, card
    links = set(re.findall(rf'href="({base}/[^"]*)"', card.content.decode()))
    wanted = Random(len(links)).sample(sorted(links), min(len(links), MOST_LINKS))
    for address in [*wanted, f"{base}/open", *(f"{base}/card-{one}.pdf" for one in LANGUAGES)]:
        yield address, client.get(address)
    yield f"{base}/questions", client.get(f"{base}/questions", headers={"HX-Request": "true"})
    yield f"{base}/iin", client.post(f"{base}/iin/{one.persons[0]}")


def text_of(answer: Any) -> str:
    if answer["Content-Type"] == "application/pdf":
        return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    text: str = answer.content.decode()
    return text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hurting_fact_appears_nowhere(client_as: ClientAs, planted: Path, language: str) -> None:
    families = [one for one in known_families(planted) if len(one.persons) > 3 and all(one.iins)][:2]
    seen = 0
    for one in families:
        client = client_as(Role.social_worker, one.region, language=language)
        assert opened(client, one).status_code == 302
        for address, answer in pages(client, one):
            assert answer.status_code == 200, address
            found = HURTING.search(text_of(answer))
            assert not found, (address, found and found[0])
            seen += 1
    assert seen > 50, "pages that were looked at"


def test_the_planted_facts_are_there(planted: Path) -> None:
    """The test before would prove nothing with an empty store."""
    run = RunStore(planted).latest()
    [(ill, words)] = duckdb.sql(
        "select bool_and(on_dispensary_register), first(violence_reported_by) "
        f"from {table(run, 'portrait_person')}"
    ).fetchall()
    assert ill and words == WORDS
