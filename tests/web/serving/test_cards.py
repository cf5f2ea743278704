"""A card holds exactly what the run sealed of a family, with what was there before."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from familymap.engine.store import RunStore, SealedRun
from familymap.web import publishing
from familymap.web.publishing.publication import publications
from familymap.web.serving import cards
from familymap.web.serving.packed import Answer
from tests.web.publishing.runs import changed

EVERYWHERE = {""}
SEALED = ("due", "conditions", "amount", "at_least", "at_most", "payee", "received")


def rows(run: SealedRun, table: str, where: str) -> list[dict[str, Any]]:
    asked = duckdb.execute(f"select * from '{run.table(table)}' where {where}")
    columns = [name for name, *_ in asked.description or []]
    return [dict(zip(columns, row, strict=True)) for row in asked.fetchall()]


def families(run: SealedRun, count: int) -> list[int]:
    asked = f"select family_id from '{run.table('family')}' order by hash(family_id) limit {count}"
    return [number for (number,) in duckdb.execute(asked).fetchall()]


def held(answer: Answer) -> tuple[object, ...]:
    return (
        answer.due,
        answer.conditions,
        answer.amount,
        answer.at_least,
        answer.at_most,
        answer.payee_id,
        answer.received,
    )


@pytest.fixture(scope="module")
def shown(module_store: Path) -> SealedRun:
    """A published run."""
    run = RunStore(module_store).latest()
    publishing.publish(module_store, run.run_id, "me")
    return run


def test_every_fact_and_answer_is_the_sealed_one(shown: SealedRun) -> None:
    run, answers = shown, 0
    for number in families(run, 60):
        card = cards.family(number, EVERYWHERE)
        assert card and card.run_id == run.run_id
        [family] = rows(run, "portrait_family", f"family_id = {number}")
        assert dict(card.facts) == {name: family[name] for name in card.facts} and len(card.facts) > 25
        [need] = rows(run, "need_family", f"family_id = {number}")
        assert dict(card.needs) == {name: need[name] for name in card.needs} and len(card.needs) > 20
        people = {row["person_id"]: row for row in rows(run, "portrait_person", f"family_id = {number}")}
        assert {one.person_id for one in card.members} == set(people)
        assert card.members[0].role == "head"
        for one in card.members:
            assert dict(one.facts) == {name: people[one.person_id][name] for name in one.facts}
            assert type(one.birth_date) is date and type(one.facts["insured"]) in (bool, type(None))
        answers += _same_answers(run, card)
        gaps = rows(run, "gap", f"family_id = {number}")
        assert {(one.measure, one.person_id, one.amount, one.cause) for one in card.gaps} == {
            (row["measure"], row["person_id"], row["amount"], row["cause"]) for row in gaps
        }
    assert answers > 60


def _same_answers(run: SealedRun, card: cards.FamilyCard) -> int:
    """Each answer of the card is the sealed one; how many are due or open."""
    homes = ", ".join(str(one.household_id) for one in card.homes) or "null"
    units = {
        "person": rows(run, "assessment_person", f"family_id = {card.family_id}"),
        "family": rows(run, "assessment_family", f"family_id = {card.family_id}"),
        "household": rows(run, "assessment_household", f"household_id in ({homes})"),
    }
    found = 0
    for answer in card.answers:
        [unit] = [
            row
            for row in units[answer.level]
            if answer.level == "family"
            or row[f"{answer.level}_id"] in (answer.person_id, answer.household_id)
        ]
        sealed = tuple(unit[f"{answer.measure}_{name}"] for name in SEALED)
        if sealed[0] is False:
            assert answer.due is False
        else:
            assert held(answer) == sealed
            found += 1
    measures = {
        level: sum(name.endswith("_due") for name in of[0]) if of else 0 for level, of in units.items()
    }
    assert len(card.answers) == sum(measures[level] * len(of) for level, of in units.items())
    return found


def test_outside_the_scope_there_is_no_card(shown: SealedRun) -> None:
    for number in families(shown, 30):
        card = cards.family(number, EVERYWHERE)
        assert card and card.area
        assert cards.family(number, {card.area[:2]}) == card
        assert cards.family(number, {str(int(card.area[:2]) + 1)}) is None
        assert cards.family(number, set()) is None
    assert cards.family(1, EVERYWHERE) is None


def test_a_family_of_unknown_area_is_the_whole_countrys(store: Path, run: SealedRun, either: str) -> None:
    [number] = families(run, 1)
    nowhere = changed(
        store,
        run,
        "nowhere",
        {"need_family": f"select * replace (if(family_id = {number}, null, area) as area) from {{table}}"},
    )
    publishing.publish(store, nowhere.run_id, "me", "test")
    card = cards.family(number, EVERYWHERE)
    assert card and card.area is None and card.members
    assert cards.family(number, {"1", "2", "3", "4", "5", "6", "7", "8", "9"}) is None


def test_a_card_tells_what_was_before(store: Path, run: SealedRun, either: str) -> None:
    publishing.publish(store, run.run_id, "me")
    [number] = families(run, 1)
    assert (first := cards.family(number, EVERYWHERE)) and first.previous is None
    later = changed(
        store,
        run,
        "later",
        {
            "assessment_family": "select * replace (null::boolean as large_family_due) from {table}",
            "entitlement": "from {table} where measure <> 'large_family'",
        },
    )
    publishing.publish(store, later.run_id, "me", "test")
    now = cards.family(number, EVERYWHERE)
    assert now and now.previous
    assert (now.publication, now.previous.number) == (2, 1)
    assert list(now.previous.answers) == list(first.answers)
    assert list(now.previous.person_ids) == [one.person_id for one in first.members]
    [large] = [one for one in now.answers if one.measure == "large_family"]
    assert large.due is None
    assert len(publications(store)) == 2
