"""A country whose rules are wrong is refused with a sentence for each fault: file, line, what to mend."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from familymap.declarations import BadDeclaration
from familymap.rules import (
    COUNT,
    MONEY,
    Measure,
    amount,
    any_of,
    condition,
    count_where,
    deprivation,
    fact,
    family,
    first_known,
    household,
    lookup,
    one_of,
    person,
    ratio,
    smallest_of,
    total,
)
from familymap.rules.catalogue import Catalogue, catalogue, declared_in
from familymap.rules.declare import Rule, short
from familymap.rules.parameter_files import load_parameters
from familymap.rules.parameters import Parameter
from familymap.rules.typing import BadRule
from tests.rules import land
from tests.rules.land import AS_OF, BASE, MEASURE, PARAMETERS, RULES, SHED, age, is_child, parameter

PLACE = re.compile(r"^[\w./]+\.(py|yaml):\d+: ")


def loaded(
    *rules: Rule, measures: Iterable[Measure] = (), parameters: Mapping[str, Parameter] = PARAMETERS
) -> Catalogue:
    """The made-up country with more rules."""
    return catalogue([*RULES, *rules], measures, parameters, {"shed": SHED}, BASE, AS_OF)


def refused(*rules: Rule, **more: object) -> str:
    """The one sentence with which a country is refused."""
    with pytest.raises(BadRule) as trouble:
        loaded(*rules, **more)  # type: ignore[arg-type]
    sentence = str(trouble.value)
    assert PLACE.match(sentence) and "\n" not in sentence, sentence
    return PLACE.sub("", sentence)


def test_the_made_up_country_is_sound() -> None:
    made = loaded(measures=[MEASURE])
    assert list(made.measures) == ["child_help"] and len(made.rules) == len(RULES)


# Names


def test_unknown_name() -> None:
    @fact(person)
    def is_old(aeg):
        """Is old."""
        return aeg >= 60

    assert refused(is_old) == (
        "«is_old»: asks for «aeg», which is no fact and no parameter: correct the name or declare it"
    )


def test_a_name_that_is_not_among_the_arguments() -> None:
    with pytest.raises(BadRule, match=r"^test_load\.py:\d+: «is_old» uses «ages», which is not among its"):

        @fact(person)
        def is_old():
            """Is old."""
            return ages >= 60  # noqa: F821


def test_a_rule_of_the_same_file_that_is_not_among_the_arguments() -> None:
    with pytest.raises(BadRule, match="«is_old» uses «age», which is not among its arguments: write it into"):

        @fact(person)
        def is_old():
            """Is old."""
            return age >= 60


def test_an_argument_that_is_not_used() -> None:
    @fact(person)
    def is_old(age, wage):
        """Is old."""
        return age >= 60

    assert refused(is_old) == "«is_old»: asks for «wage» and does not use it: take it out of the brackets"


def test_the_name_of_a_parameter() -> None:
    @fact(person, name="poor_below")
    def clash(age):
        """Clashes."""
        return age

    assert refused(clash) == "«poor_below» is also the name of a base fact, a parameter or a date: rename it"


@pytest.mark.parametrize("name", ["wage", "as_of", "household_members"])
def test_the_name_of_a_base_fact_or_date(name: str) -> None:
    @fact(person, name=name)
    def clash(age):
        """Clashes."""
        return age

    assert f"«{name}» is also the name of a base fact" in refused(clash)
    parameters = {**PARAMETERS, name: parameter(name, COUNT, 1)}
    assert "is also the name of a base fact or a date: rename it" in refused(parameters=parameters)


def test_the_name_of_another_rule() -> None:
    @fact(person, name="age")
    def other_age(birth_date, as_of):
        """Another age."""
        return birth_date < as_of

    assert re.fullmatch(
        r"«age» is also in force at land\.py:\d+: rename it, or bound one by since= or until=",
        refused(other_age),
    )


def test_a_function_that_would_take_the_place_of_another() -> None:
    text = '@fact(person)\ndef twice(age):\n    """Is here twice."""\n    return age > 1\n\n'
    with pytest.raises(
        BadRule, match=r"^rule\.py:6: the function «twice» already stands at rule\.py:1: rename"
    ):
        exec(compile(text * 2, "rule.py", "exec"), {"fact": fact, "person": person})


# Versions


def test_two_versions_on_one_day() -> None:
    @fact(person, name="grown", until=date(2026, 1, 15))
    def grown_before(age):
        """Is grown."""
        return age >= 21

    @fact(person, name="grown", since=date(2026, 1, 15))
    def grown_since(age):
        """Is grown."""
        return age >= 18

    assert "«grown» is also in force at test_load.py:" in refused(grown_before, grown_since)


def test_versions_that_follow_each_other() -> None:
    @fact(person, name="grown", until=date(2026, 1, 14))
    def grown_before(age):
        """Is grown."""
        return age >= 21

    @fact(person, name="grown", since=date(2026, 1, 15))
    def grown_since(age):
        """Is grown."""
        return age >= 18

    assert loaded(grown_before, grown_since).rules["grown"].rule is grown_since


def test_a_parameter_without_a_value_on_the_day() -> None:
    later = {**PARAMETERS, "ticket": parameter("ticket", MONEY, 90, since=date(2027, 1, 1))}

    @fact(person)
    def rides(wage, ticket):
        """Can pay a ticket."""
        return wage >= ticket

    assert refused(rides, parameters=later) == (
        "«rides»: the parameter «ticket» (land.py:1) has no value on 2026-01-15: give it an earlier date, "
        "or bound the rule by since="
    )


# The graph


def test_a_circle() -> None:
    @fact(person)
    def hen(egg):
        """Comes from an egg."""
        return egg

    @fact(person)
    def egg(hen):
        """Comes from a hen."""
        return hen

    sentence = refused(hen, egg)
    assert sentence.startswith("these rules wait for each other: ") and "hen → egg" in sentence


def test_one_fault_is_told_once() -> None:
    """What stands on a faulty rule is not called faulty too."""

    @fact(person)
    def wrong(aeg):
        """Is wrong."""
        return aeg > 1

    @fact(family)
    def upon_it(wrong):
        """Stands on it."""
        return total(wrong)

    assert refused(wrong, upon_it).startswith("«wrong»: asks for «aeg»")


def test_every_fault_is_told() -> None:
    @fact(person)
    def first(aeg):
        """Is wrong."""
        return aeg > 1

    @fact(person)
    def second(age):
        """Is wrong too."""
        return age > "x"

    with pytest.raises(BadRule) as trouble:
        loaded(first, second)
    lines = str(trouble.value).splitlines()
    assert len(lines) == 2 and all(PLACE.match(line) for line in lines)


# Levels and aggregates


def test_a_fact_of_a_person_without_an_aggregate() -> None:
    @fact(family)
    def young(is_child):
        """Is young."""
        return is_child

    assert refused(young) == (
        "«young»: asks for «is_child», a fact of a person, where a fact of a family is due: "
        "put it into total(…), any_of(…) or another aggregate"
    )


def test_a_fact_of_a_family_asked_of_a_household() -> None:
    @fact(household)
    def wants(children):
        """Has children."""
        return children > 0

    assert "asks for «children», a fact of a family, where a fact of a household is due" in refused(wants)


def test_a_fact_of_a_family_inside_an_aggregate() -> None:
    @fact(family)
    def wants(children):
        """Has children."""
        return any_of(children > 0)

    assert (
        refused(wants) == "«wants»: «children» is a fact of a family: an aggregate is over facts of persons"
    )


def test_an_aggregate_in_an_aggregate() -> None:
    @fact(family)
    def most(wage, is_child):
        """Is too deep."""
        return total(wage, where=any_of(is_child))

    assert "an aggregate stands inside an aggregate: give the inner one a name of its own" in refused(most)


def test_an_aggregate_in_a_fact_of_a_person() -> None:
    @fact(person)
    def siblings(is_child):
        """Counts children."""
        return count_where(is_child)

    assert "an aggregate over members is a fact of a family or household: declare it there" in refused(
        siblings
    )


# Types


def test_money_and_count() -> None:
    @fact(person)
    def odd(wage, age):
        """Adds apples to pears."""
        return wage + age

    assert refused(odd) == "«odd»: «age» is count, where money is due"


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        (lambda wage, age: wage * wage, "money cannot be multiplied by money"),
        (lambda wage, age: age > "x", "'x' is no count: write a number"),
        (
            lambda wage, age: (age + Decimal("0.5")) > wage,
            "0.5 is finer than a count can be (1/1)",
        ),
        (lambda wage, age: (age == None) | (wage > 0), "is always unknown: ask with known(…)"),  # noqa: E711
        (lambda wage, age: first_known(wage, 5) > age, "write assume(…, because=…)"),
        (lambda wage, age: smallest_of(age) > wage, "over members write smallest(…)"),
        (lambda wage, age: one_of(age, wage), "the codes it may be, each written out"),
        (lambda wage, age: ratio(wage, age), "«age» is count, where money is due"),
        (lambda wage, age: wage & (age > 1), "«wage» is money, where yes_no is due"),
        (
            lambda wage, age: lookup(age, wage),
            "takes a key and a table parameter, and «wage» is no table",
        ),
    ],
)
def test_types_that_do_not_fit(expression, sentence: str) -> None:
    @fact(person)
    def odd(wage, age):
        """Is odd."""
        return expression(wage, age)

    assert sentence in refused(odd)


def test_an_answer_without_order() -> None:
    @fact(person)
    def odd(role):
        """Compares codes."""
        return role > "child"

    assert "text has no order: compare with == or one_of(…)" in refused(odd)


def test_a_parameter_that_is_no_table_in_lookup() -> None:
    @fact(family)
    def entry(children, poor_below):
        """Looks into no table."""
        return lookup(children, poor_below)

    assert "«poor_below» is no table" in refused(entry)


@pytest.mark.parametrize("expression", [lambda table: table, lambda table: table + 1])
def test_a_table_that_is_no_plain_value(expression) -> None:
    @fact(person)
    def entry(child_amounts):
        """Takes the whole table."""
        return expression(child_amounts)

    assert refused(entry) == (
        "«entry»: «child_amounts» is a table by children: take an entry of it by lookup(…, child_amounts)"
    )


def test_a_key_of_the_wrong_type() -> None:
    @fact(person)
    def entry(role, child_amounts):
        """Looks up a code among numbers."""
        return lookup(role, child_amounts)

    assert "«role» is text, where count is due" in refused(entry)


def test_a_condition_answers_yes_or_no_and_an_amount_is_money() -> None:
    @condition(person, law="x")
    def no_condition(age):
        """Is a number."""
        return age + 1

    assert "a condition answers yes or no, this is count" in refused(no_condition)

    @deprivation(person, dimension="economic")
    def no_deprivation(age):
        """Is a number."""
        return age + 1

    assert "a deprivation answers yes or no, this is count" in refused(no_deprivation)

    @amount(person, law="x")
    def no_amount(age):
        """Is a number."""
        return age + 1

    assert "an amount is money, this is count" in refused(no_amount)


# How a rule is written


@pytest.mark.parametrize(
    ("expression", "sentence"),
    [
        (lambda age: 1 if age > 18 else 2, "a rule is one expression: write choose(…) for if, & for and"),
        (lambda age: (age > 1) and (age < 3), "a rule is one expression"),
        (lambda age: 1 < age < 3, "(a <= b) & (b <= c) for a chain"),
        (lambda age: not age, "~ for not"),
        (lambda age: age in (1, 2), "a rule is one expression"),
        (lambda age: age * 0.35, "0.35 cannot stand in a rule: write Decimal('0.35') for a fraction"),
        (lambda age: age / 2, "write per(…) for money or area by heads, ratio(…) for a share"),
        (lambda age: 2 / age, "in place of /"),
        (lambda age: -age, "write 0 - … in place of a minus sign alone"),
    ],
)
def test_what_python_would_decide(expression, sentence: str) -> None:
    with pytest.raises(BadRule) as trouble:

        @fact(person)
        def odd(age):
            """Is odd."""
            return expression(age)

    assert PLACE.match(str(trouble.value)) and "«odd»" in str(trouble.value)
    assert sentence in str(trouble.value)


def test_no_docstring() -> None:
    with pytest.raises(BadRule, match=r"^test_load\.py:\d+: «mute» has no docstring: say in one sentence"):

        @fact(person)
        def mute(age):
            return age


def test_no_law() -> None:
    @condition(person)
    def lawless(age):
        """Has no law."""
        return age > 1

    assert refused(lawless) == "«lawless» has no legal reference: add law=…"


# Registers


def shed_fact(expression, **more: object) -> Rule:
    @fact(person, **{"register": "shed", **more})  # type: ignore[arg-type]
    def in_shed(kind):
        """Is in the shed."""
        return expression(kind)

    return in_shed


def test_unknown_register_column_and_role() -> None:
    assert refused(shed_fact(count_where, register="sheds")) == (
        "«in_shed»: there is no register «sheds»: it is one of shed"
    )
    assert refused(shed_fact(lambda kind: any_of(kind == "x"), role="owner")) == (
        "«in_shed»: the register «shed» has no role «owner»: it has person"
    )

    @fact(person, register="shed")
    def colours(colour):
        """Has a colour."""
        return any_of(colour == "red")

    assert refused(colours) == "«colours»: the register «shed» has no column «colour»: it has kind, value"


def test_a_column_without_an_aggregate() -> None:
    assert "«kind» is a column of many rows: put it into total(…), count_where(…)" in refused(
        shed_fact(lambda kind: kind == "x")
    )


def test_rows_of_a_register_belong_to_persons() -> None:
    @fact(family, register="shed")
    def sheds(kind):
        """Is in the shed."""
        return count_where(kind == "x")

    assert "a fact over a register's rows is a fact of a person" in refused(sheds)


def test_a_column_that_is_also_a_parameter() -> None:
    parameters = {**PARAMETERS, "kind": parameter("kind", COUNT, 1)}
    assert "«kind» is a column of «shed» and also a parameter or a date" in refused(parameters=parameters)


# Measures


def measure(**more: object) -> Measure:
    given: dict[str, object] = {
        "name": "help",
        "unit": family,
        "law": "made up",
        "since": date(2021, 1, 1),
        "conditions": ("has_a_poor_child",),
        "amount": "child_amount",
        "payee": None,
        "period": "month",
    }
    return Measure(**{**given, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"conditions": ("poor_chidl",)},
            "the condition «poor_chidl» of «help» is not declared: correct",
        ),
        ({"conditions": ()}, "«help» has no conditions: name them in conditions=(…)"),
        ({"conditions": ("children",)}, "the condition «children» of «help» is count, not yes_no"),
        ({"conditions": ("is_child",)}, "speaks of a person, the measure of a family"),
        ({"amount": "children"}, "the amount «children» of «help» is count, not money"),
        ({"at_most": "nothing"}, "the amount «nothing» of «help» is not declared"),
        ({"at_least": "children"}, "the amount «children» of «help» is count, not money"),
        (
            {"amount": None, "at_least": "child_amount"},
            "«help» bounds an amount it does not have: name the amount, or take at_least out",
        ),
        ({"amount": None, "at_least": "child_amount"}, "name the amount, or take at_least out"),
        ({"amount": None, "at_most": "child_amount"}, "name the amount, or take at_most out"),
        ({"unit": person, "payee": "wage"}, "the payee «wage» of «help» is money, not person"),
        ({"received_fact": "wage"}, "the sign of receipt «wage» of «help» is money, not yes_no"),
        ({"excludes": ("other",)}, "«help» excludes «other», which is no measure: correct the name"),
        ({"period": "monthly"}, "has the period «monthly»: write one of month, once, year, in_kind"),
        ({"law": ""}, "«help» has no legal reference: add law=…"),
    ],
)
def test_a_measure_with_bad_names(changed: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadRule) as trouble:
        loaded(measures=[measure(**changed)])
    assert any(sentence in line for line in str(trouble.value).splitlines())
    assert all(PLACE.match(line) for line in str(trouble.value).splitlines())


def test_two_measures_of_one_name() -> None:
    sentence = refused(measures=[measure(), measure(period="year")])
    assert sentence.startswith("«help» is also in force at test_load.py:")


def test_measures_and_rules_are_found_once_where_a_module_takes_them_from_another() -> None:
    rules, measures = declared_in([land, land])
    assert rules == RULES and measures == [MEASURE]
    assert is_child in rules


# Parameters


def test_messages_name_the_file_from_the_package_on() -> None:
    """Wherever the package lies, even in a folder of its own name."""
    assert short("/home/a/familymap/src/familymap/kazakhstan/rule.py") == "familymap/kazakhstan/rule.py"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"value: 5": "valeu: 5"}, "fare.values.0.valeu: is not a name that belongs here"),
        ({"    certainty: C\n": ""}, "fare.values.0.certainty: is missing, add it"),
        ({"reference: law": "reference: ''"}, "fare.values.0.reference: "),
        ({"type: money": "type: tenge"}, "fare.type: "),
        ({"value: 5": "value: 5.001"}, "«fare»: 5.001 is finer than a money can be (1/100)"),
        ({"value: 5": "value: much"}, "«fare»: 'much' is no money: write a number"),
        ({"value: 5": "value: {1: 5}"}, "«fare»: a mapping needs «key: …» to say what its keys are"),
        (
            {"unit: KZT": "unit: KZT\n  key: zone"},
            "«fare»: the parameter has a key, so each value is a mapping",
        ),
        (
            {"unit: KZT": "unit: KZT\n  key: zone", "value: 5": "value: {yes: 5}"},
            "«fare»: the keys of a value are whole numbers or texts",
        ),
        (
            {"unit: KZT": "unit: KZT\n  key: zone", "value: 5": 'value: {1: 5, "2": 6}'},
            "«fare»: the keys of a value are all whole numbers or all texts",
        ),
        ({"kk: Жолақы, ": ""}, "fare.title.kk: is missing, add it"),
    ],
)
def test_a_bad_parameter_file(tmp_path: Path, changed: dict[str, str], sentence: str) -> None:
    text = (
        "fare:\n  type: money\n  unit: KZT\n  title: {kk: Жолақы, ru: Проезд, en: Fare}\n  values:\n"
        "  - from: 2021-01-01\n    value: 5\n    reference: law\n    certainty: C\n"
    )
    path = tmp_path / "parameters.yaml"
    path.write_text(text, encoding="utf-8")
    assert load_parameters([path])["fare"].on(date(2020, 12, 31)) is None
    for before, after in changed.items():
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadDeclaration) as trouble:
        load_parameters([path])
    assert sentence in str(trouble.value)
    assert all(re.match(r".*parameters\.yaml:\d+: ", line) for line in str(trouble.value).splitlines())


def test_dates_that_do_not_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "parameters.yaml"
    dated = "  - {{from: {}, value: 5, reference: law, certainty: C}}\n"
    path.write_text(
        "fare:\n  type: money\n  unit: KZT\n  title: {kk: Жолақы, ru: Проезд, en: Fare}\n  values:\n"
        + dated.format("2022-01-01")
        + dated.format("2021-01-01"),
        encoding="utf-8",
    )
    with pytest.raises(BadDeclaration, match="«fare»: the dates must follow each other, each once"):
        load_parameters([path])


def test_one_name_in_two_files(tmp_path: Path) -> None:
    block = (
        "fare:\n  type: money\n  unit: KZT\n  title: {kk: Жолақы, ru: Проезд, en: Fare}\n  values:\n"
        "  - {from: 2021-01-01, value: 5, reference: law, certainty: C}\n"
    )
    files = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for file in files:
        file.write_text(block, encoding="utf-8")
    with pytest.raises(BadDeclaration, match=r"two\.yaml:1: «fare» is also declared at one\.yaml:1: rename"):
        load_parameters(files)
