"""Every block of docs/rules.md is loaded as it stands, and what the page says of it is so."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from familymap import rules as language
from familymap.declarations import read_tree
from familymap.rules import COUNT, DATE, MONEY, TEXT, family, household, person
from familymap.rules.catalogue import Catalogue, Register, catalogue
from familymap.rules.declare import Measure, Rule
from familymap.rules.parameter_files import load_parameters
from familymap.rules.parameters import Parameter
from familymap.rules.typing import BadRule
from familymap.rules.unit import Evaluation, OneFamily
from familymap.rules.words import value_words

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.S)
YAML = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)
REFUSED = re.findall(r"^\| `([^`]+)` \| ([^|]+?) \|$", PAGE.split("## What is refused")[1], re.M)
REGISTERS = {
    "vehicles": Register("vehicles", "vehicle_no", {"kind": TEXT}, ("person",), absence_is_none=True),
    "contributions": Register(
        "contributions", "payment_no", {"wage": MONEY, "month": DATE}, ("person",), absence_is_none=False
    ),
}
BASE = {person: {"birth_date": DATE}, family: {"members": COUNT}, household: {}}


def declared() -> tuple[list[Rule], list[Measure]]:
    """The page's rules and measures."""
    names = {name: getattr(language, name) for name in language.__all__}
    space = {**names, "date": date, "Decimal": Decimal}
    for block in PYTHON:
        exec(compile(block, "rules.md", "exec"), space)
    things = [thing for name, thing in space.items() if name not in names]
    return [one for one in things if isinstance(one, Rule)], [
        one for one in things if isinstance(one, Measure)
    ]


@pytest.fixture(scope="module")
def parameters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Parameter]:
    path = tmp_path_factory.mktemp("page") / "parameters.yaml"
    path.write_text("\n".join(YAML), encoding="utf-8")
    assert read_tree(path)
    return load_parameters([path])


def on(day: date, parameters: Mapping[str, Parameter], *more: Rule) -> Catalogue:
    rules, measures = declared()
    return catalogue([*rules, *more], measures, parameters, REGISTERS, BASE, day)


@pytest.fixture(scope="module")
def made(parameters: dict[str, Parameter]) -> Catalogue:
    return on(date(2026, 1, 15), parameters)


def a_family(children: int) -> OneFamily:
    parent = {"birth_date": date(1985, 1, 1)}
    child = {"birth_date": date(2018, 1, 1)}
    return OneFamily([dict(parent), *(dict(child) for _ in range(children))], {"members": children + 1})


def test_the_example_with_four_children(made: Catalogue) -> None:
    done = Evaluation(made).complete(a_family(4))
    assert [done.family[name] for name in made.measures["allowance"].conditions] == [True, True]
    amount = value_words(done.family["allowance_amount"], MONEY, "en").replace("\u00a0", " ")
    assert amount == "69,330 ₸" and f"so {amount}." in PAGE


def test_silence_of_the_two_registers(made: Catalogue) -> None:
    member = Evaluation(made).complete(a_family(1)).members[0]
    assert member["cars"] == 0 and member["wages"] is None


def test_the_version_of_the_day(parameters: dict[str, Parameter]) -> None:
    for day, answer in ((date(2025, 12, 31), True), (date(2026, 1, 1), False)):
        done = Evaluation(on(day, parameters)).complete(a_family(3))
        assert done.family["enough_children"] is answer


def test_the_page_names_every_word_of_the_language() -> None:
    operators = {name for name in language.__all__ if name[0].islower()}
    assert not {name for name in operators if not re.search(rf"[`@]{name}\b", PAGE)}


@pytest.mark.parametrize(("text", "sentence"), REFUSED)
def test_what_the_page_says_is_refused(parameters: dict[str, Parameter], text: str, sentence: str) -> None:
    space = {name: getattr(language, name) for name in language.__all__}
    arguments = [
        name
        for name in ("age", "wages", "month_index", "allowance_multiples")
        if re.search(rf"\b{name}\b", text)
    ]
    function = eval(f"lambda {', '.join(arguments)}: {text}", space)
    function.__doc__ = "Is refused."
    with pytest.raises(BadRule) as trouble:
        on(date(2026, 1, 15), parameters, language.fact(person, name="refused")(function))
    assert sentence in str(trouble.value)


def test_the_table_of_refusals_was_read() -> None:
    assert len(REFUSED) == 10 and len(PYTHON) == 7 and len(YAML) == 1
