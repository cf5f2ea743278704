"""The order of work follows from what the steps ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familymap.engine.steps import PlanError, Step, plan, step


@step(key="person_id")
def adults(person, majority_age):
    """People who have come of age."""
    return f"select person_id from {person} where age >= {majority_age}"


@step(key="person_id")
def voters(adults):
    """Adults who may vote."""
    return f"select person_id from {adults}"


def test_a_function_declares_its_table_its_needs_and_its_meaning() -> None:
    assert (adults.name, adults.needs, adults.key) == ("adults", ("person", "majority_age"), ("person_id",))
    assert adults.meaning == "People who have come of age."


def test_steps_come_after_what_they_ask_for_and_values_enter_the_text() -> None:
    planned = plan([voters, adults], tables={"person"}, values={"majority_age": 18})
    assert [work.name for work in planned] == ["adults", "voters"]
    assert planned[0].sql == "select person_id from person where age >= 18"


def test_a_changed_value_changes_the_fingerprint_of_the_step_that_uses_it() -> None:
    at_18 = plan([voters, adults], {"person"}, {"majority_age": 18})
    at_21 = plan([voters, adults], {"person"}, {"majority_age": 21})
    assert at_18[0].fingerprint != at_21[0].fingerprint
    assert at_18[1].fingerprint == at_21[1].fingerprint


def named(name: str, *needs: str) -> Step:
    return Step(name, "", needs, build=lambda *_: "select 1 as one")


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([named("adults", "person")], "asks for «person»"),
        ([named("adults"), named("adults")], "given twice"),
        ([named("egg", "hen"), named("hen", "egg")], "wait for each other"),
    ],
)
def test_what_cannot_be_ordered_is_refused_with_the_name(steps: list[Step], message: str) -> None:
    with pytest.raises(PlanError, match=message):
        plan(steps, tables=set(), values={})


@given(st.permutations(range(8)), st.data())
def test_every_order_of_declaration_gives_a_working_order(order: list[int], data: st.DataObject) -> None:
    needs = {i: data.draw(st.sets(st.integers(0, i - 1))) if i else set() for i in range(8)}
    steps = [named(f"step_{i}", *(f"step_{n}" for n in sorted(needs[i]))) for i in order]
    place = {work.name: position for position, work in enumerate(plan(steps, set(), {}))}
    assert all(place[f"step_{n}"] < place[f"step_{i}"] for i in range(8) for n in needs[i])
