"""What an event is entered as, and why it is not entered; then nothing of it stands anywhere."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from familymap.events import newborns
from familymap.events.desk import Desk
from familymap.events.event import Event, Refused
from familymap.events.newborns import Newborns
from familymap.people.number import is_valid
from tests.events.made_up import MadeUp

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(desk: Desk) -> MadeUp:
    return MadeUp(desk, 11, 0.0)


def answer(desk: Desk, kind: str, fields: dict[str, Any], day: date | None = None) -> Refused | None:
    result = desk.answer([Event(kind, day or desk.index.as_of, fields)])
    refused = result.entered[0].refused
    assert refused is None or not (result.families or result.changes.added or result.changes.ended)
    return refused


def refused(desk: Desk, kind: str, fields: dict[str, Any], day: date | None = None) -> str:
    reason = answer(desk, kind, fields, day)
    assert reason is not None
    return f"{'left: ' if reason.left else ''}{reason.told('en')}"


def test_what_cannot_be_an_event_is_told(desk: Desk, made: MadeUp) -> None:
    person = made.people[0]
    assert refused(desk, "party", {}).startswith("There is no kind «party»; kinds are birth")
    assert "has no «colour»" in refused(desk, "death", {"person": person, "colour": "red"})
    assert refused(desk, "death", {"act_no": 1}).startswith("«person» is missing")
    assert refused(desk, "death", {"person": person}).startswith("«act_no» is missing")
    assert "«act_no» is 1: expected a whole" in refused(desk, "death", {"person": person, "act_no": "1"})
    assert "knows nobody with the number 17" in refused(desk, "death", {"person": 17, "act_no": 1})
    assert "in quotes" in refused(desk, "death", {"person": "Aizhan", "act_no": 1})
    late = refused(desk, "death", {"person": person, "act_no": 1}, desk.index.as_of + timedelta(days=1))
    assert late.startswith("left: It happened on")


def test_a_key_of_the_register_is_taken(desk: Desk, made: MadeUp) -> None:
    key = desk.index.table("keys_marriages").row(0, ("row_key",))["row_key"]
    fields = {"husband": made.people[0], "wife": made.people[1], "act_no": key}
    assert refused(desk, "marriage", fields) == f"The register «marriages» has the number {key} already."


def test_a_row_that_its_contract_would_quarantine(desk: Desk, made: MadeUp) -> None:
    fields = {"person": made.people[0], "certificate_no": made.number(), "disability_group": "9"}
    told = refused(desk, "disability", fields)
    assert "disability_group" in told and "The code is not in the list" in told


def test_nothing_to_end(desk: Desk, made: MadeUp) -> None:
    idle = next(n for n in made.people if not made.world.rows("unemployed", "person", n))
    assert "no row of this person" in refused(desk, "unemployment_stop", {"person": idle})


def test_a_person_without_a_number_is_left_to_the_run(desk: Desk, made: MadeUp) -> None:
    numberless = [n for n in made.people if (record := made.world.person(n)) and record["iin"] is None]
    for person in numberless[:1]:
        told = refused(desk, "job_start", {"person": person, "contract_no": made.number()})
        assert told.startswith("left: Person")


def test_births_that_are_left_to_the_run(desk: Desk, made: MadeUp) -> None:
    def born(**other: Any) -> dict[str, Any]:
        made.born.clear()
        fields = made.birth()
        fields.pop("day")
        return {**fields, "child": {**fields["child"], **other}}

    known = next(r for n in made.people if (r := made.world.person(n)) and r["iin"])
    assert "knows a person with the number" in refused(desk, "birth", born(iin=f"{known['iin']:012d}"))
    assert refused(desk, "birth", born(iin="000000000001")).startswith("left: 000000000001 is no right")
    assert refused(desk, "birth", born(iin=None)).startswith("left: None is no right")
    assert "must describe the child" in refused(desk, "birth", born(weight=3))
    old = date(2015, 5, 5)
    late = born(birth_date=old.isoformat(), iin=made.iin(old, "F"))
    assert refused(desk, "birth", late).startswith("left: The child was born before 2023-01-01")


def test_a_new_person_can_be_named_in_the_same_call(desk: Desk, made: MadeUp) -> None:
    made.born.clear()
    fields = made.birth()
    fields.pop("day")
    day = desk.index.as_of
    code, kato = made.addresses[0]
    move = {"person": fields["child"]["iin"], "registration_no": made.number(), "address_code": code}
    result = desk.answer([Event("birth", day, fields), Event("move", day, {**move, "kato": kato})])
    assert [one.refused for one in result.entered] == [None, None]
    [child] = result.changes.born
    assert result.drawn.persons[child].household_id is not None


def test_new_people_may_move_the_bar_for_links_only_so_far(desk: Desk) -> None:
    people = desk.index.crowd.people
    strict = replace(desk.index, crowd=replace(desk.index.crowd, slack=0))
    checks = Newborns(strict, desk.country.linkage)
    few = next(by for by in range(people) if newborns._bits(people + by) > newborns._bits(people))
    assert checks.may_grow(few - 1)
    assert not checks.may_grow(few)


def test_personal_numbers_are_judged_as_the_country_says(desk: Desk, made: MadeUp) -> None:
    number = made.iin(date(2025, 1, 2), "F")
    assert is_valid(number, desk.country.linkage.number)
    for wrong in (number[:-1], number + "0", "x" + number[1:], "٠" + number[1:]):
        assert not is_valid(wrong, desk.country.linkage.number)
    wrongs = [number[:-1] + str(digit) for digit in range(10)]
    assert sum(is_valid(one, desk.country.linkage.number) for one in wrongs) == 1
