"""A run becomes what people see, whole, and equal to what was sealed; the one before is kept."""

import json
from pathlib import Path

import duckdb
import psycopg
import pytest

from familymap.engine.store import SealedRun, StoreError
from familymap.web import publishing
from familymap.web.publishing import embedded, postgres
from familymap.web.publishing.publication import publications
from familymap.web.serving import cards
from tests.web.publishing.runs import another, changed

EVERYWHERE = {""}


def numbers(store: Path) -> list[int]:
    return [one.number for one in publications(store)]


def schemas(address: str) -> list[str]:
    with psycopg.connect(address) as connection:
        found = connection.execute("select nspname from pg_namespace where nspname ~ '^pub_' order by 1")
        return [name for (name,) in found.fetchall()]


def somebody(run: SealedRun) -> int:
    return int(duckdb.execute(f"select min(family_id) from '{run.table('family')}'").fetchall()[0][0])


def test_before_the_first_publication_there_is_none(store: Path) -> None:
    assert publishing.current(store) is None


def test_a_published_run_is_what_was_sealed(store: Path, run: SealedRun, either: str) -> None:
    told: list[tuple[str, int, int]] = []
    made = publishing.publish(store, run.run_id, "A. Steward", on_progress=lambda *step: told.append(step))
    assert publishing.current(store) == made
    assert (made.number, made.manifest["published_by"], made.manifest["consent"]) == (1, "A. Steward", None)
    assert made.run.run_id == run.run_id
    assert made.before is None
    assert [name for name, *_ in told] == ["family", "person", "home", "gap", "name_key", ""]
    totals = {name: table["totals"] for name, table in made.manifest["tables"].items()}
    asked = "select count(*), sum(wage_per_month), count(*) filter (insured)"
    [sealed] = duckdb.execute(f"{asked} from '{run.table('portrait_person')}'").fetchall()
    assert totals["person"]["rows"] == [sealed[0]]
    assert totals["person"]["wage_per_month"][1] == sealed[1]
    assert totals["person"]["insured"][1] == sealed[2]
    [(due,)] = duckdb.execute(f"select count(*) from '{run.table('entitlement')}'").fetchall()
    per_family = sum(totals[name]["due"][1] for name in ("person", "family"))
    [(at_homes,)] = duckdb.execute(
        f"select count(*) from '{run.table('entitlement')}' where level = 'household'"
    ).fetchall()
    assert per_family == due - at_homes
    assert json.loads((made.folder / "manifest.json").read_text()) == json.loads(json.dumps(made.manifest))


def test_two_are_kept_and_one_can_go_back(store: Path, run: SealedRun, either: str) -> None:
    runs = [run, *(another(store, run, name) for name in ("Beta", "Gamma", "Delta"))]
    number = somebody(run)

    def called() -> str | None:
        card = cards.family(number, EVERYWHERE)
        assert card
        return card.members[0].surname

    first = called_first = None
    for place, one in enumerate(runs[:3], 1):
        made = publishing.publish(store, one.run_id, "me", "test")
        assert made.number == place
        first = first or called()
    assert numbers(store) == [2, 3]
    assert called() == "Gamma"
    back = publishing.go_back(store, "me")
    assert (back.number, called(), numbers(store)) == (2, "Beta", [2, 3])
    with pytest.raises(publishing.PublishingError, match=r"no publication .* to go back to"):
        publishing.go_back(store, "me")
    made = publishing.publish(store, runs[3].run_id, "me", "test")
    assert (made.number, called(), numbers(store)) == (4, "Delta", [2, 4])
    assert made.before and made.before.number == 2
    assert publishing.go_back(store, "me").number == 2
    assert called() == "Beta" != called_first
    if either:
        assert schemas(either) == ["pub_2", "pub_4"]


def test_the_current_run_is_not_published_twice(store: Path, run: SealedRun) -> None:
    first = publishing.publish(store, run.run_id, "me")
    assert publishing.publish(store, run.run_id, "me") == first
    assert numbers(store) == [1]


def test_a_damaged_run_is_never_published(store: Path, run: SealedRun) -> None:
    hurt = changed(store, run, "hurt")
    path = hurt.folder / "tables" / "gap.parquet"
    path.unlink()
    path.write_bytes(run.table("gap").read_bytes()[:-1] + b"\0")
    with pytest.raises(publishing.PublishingError, match="is damaged: gap"):
        publishing.publish(store, hurt.run_id, "me", "I insist")
    assert publishing.current(store) is None


def test_a_run_without_a_fact_of_the_card_is_refused(store: Path, run: SealedRun) -> None:
    older = changed(store, run, "older", {"portrait_person": "select * exclude (insured) from {table}"})
    with pytest.raises(publishing.PublishingError, match=r"holds no fact «insured».*familymap run"):
        publishing.publish(store, older.run_id, "me", "test")
    assert numbers(store) == []


def test_what_is_lost_on_the_way_is_noticed(
    store: Path, run: SealedRun, either: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = postgres.PostgreSQLTarget if either else embedded.SQLiteTarget
    load = target.load

    def losing(self: object, table: object, columns: object, rows: object) -> None:
        if table.name == "person":  # type: ignore[attr-defined]
            rows = rows.read_all().slice(1).to_reader()  # type: ignore[attr-defined]
        load(self, table, columns, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(target, "load", losing)
    with pytest.raises(publishing.PublishingError, match=r"person\..* has .* where the run has"):
        publishing.publish(store, run.run_id, "me")
    assert publishing.current(store) is None
    assert [path.name for path in (store / "publications").iterdir()] == [".lock"]
    assert not either or schemas(either) == []


def test_only_one_process_publishes(store: Path, run: SealedRun) -> None:
    with (
        publishing.publication.publishing_alone(store),
        pytest.raises(StoreError, match="Another process is publishing"),
    ):
        publishing.publish(store, run.run_id, "me")


@pytest.mark.postgres
def test_the_views_of_the_database_show_the_current_publication(
    store: Path, run: SealedRun, database: str, settings: object
) -> None:
    settings.FAMILYMAP_DATABASE = database  # type: ignore[attr-defined]
    for one in (run, another(store, run, "Beta")):
        publishing.publish(store, one.run_id, "me", "test")
    ask = (
        "select set_config('familymap.scope', '%', true); select count(distinct surname) from serving.person"
    )

    def surnames() -> int:
        with psycopg.connect(database) as connection:
            cursor = connection.execute(ask)
            cursor.nextset()
            return int(cursor.fetchall()[0][0])

    assert surnames() == 1
    publishing.go_back(store, "me")
    assert surnames() > 100


@pytest.mark.postgres
def test_what_somebody_still_reads_is_cleared_away_the_next_time(
    store: Path, run: SealedRun, database: str, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FAMILYMAP_DATABASE = database  # type: ignore[attr-defined]
    monkeypatch.setattr(postgres, "PATIENCE", "100ms")
    names = ["Beta", "Gamma", "Delta"]
    runs = [run, *(another(store, run, name) for name in names)]
    publishing.publish(store, runs[0].run_id, "me", "test")
    with psycopg.connect(database) as reader:
        reader.execute("select count(*) from pub_1.person")
        for one in runs[1:3]:
            publishing.publish(store, one.run_id, "me", "test")
        assert schemas(database) == ["pub_1", "pub_2", "pub_3"]
    publishing.publish(store, runs[3].run_id, "me", "test")
    assert schemas(database) == ["pub_3", "pub_4"]
