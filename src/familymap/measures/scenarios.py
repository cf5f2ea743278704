"""Families in a few lines with the answers expected of a measure: read from scenarios.yaml, and run.

A member carries facts by name as people write them (tenge, 0.35, days); `age` and `age_months` become a
birth date, `count` repeats the member. Persons are numbered from 0 in the order of writing, and so are
`mother_id`, `father_id` and payees. What follows from the list of members is filled in: how many they are,
that head and spouse are married, that who is too young to marry is not. Everything else that is not given is
what silence of its register means. A fact that is given is never worked out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from familymap.country import Country
from familymap.declarations import BadDeclaration, line_of, read_tree, validated
from familymap.measures.answers import CANNOT_TELL, DUE, NOT_DUE, Answer, Unit, answer, units
from familymap.measures.missing import missing
from familymap.rulebook import rules_on
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, Measure, Place, family, household, person
from familymap.rules.unit import Evaluation, FactsOf, OneFamily
from familymap.rules.values import MONEY, BadValue, Stored, stored
from familymap.rules.words import value_words
from familymap.texts import translator

Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expected(_Strict):
    """What a scenario expects of a measure; what is left out may be anything."""

    answer: Literal["due", "not_due", "cannot_tell"]
    amount: int | float | None = None
    at_least: int | float | None = None
    at_most: int | float | None = None
    missing: list[Text] = []
    conditions: dict[str, bool | None] = {}
    member: int | None = None
    payee: int | None = None
    received: bool | None = None

    def speaks_of(self, aspect: str) -> bool:
        """Whether this was written, were it only to say that it is unknown."""
        return aspect in self.model_fields_set


class _Members(_Strict):
    members: Annotated[list[dict[str, Any]], Field(min_length=1)]
    facts: dict[str, Any] = {}


class _Written(_Strict):
    name: Text
    source: Text
    as_of: date
    family: _Members
    facts: dict[str, Any] = {}
    household_facts: dict[str, Any] = {}
    expect: Annotated[dict[str, Expected | list[Expected]], Field(min_length=1)]


@dataclass(frozen=True)
class Scenario:
    """A family on a day, and what is expected of a measure (several times for several members)."""

    measure: str
    name: str
    source: str
    as_of: date
    members: Sequence[Mapping[str, Any]]
    facts: Mapping[str, Any]
    household_facts: Mapping[str, Any]
    expect: Sequence[tuple[str, Expected]]
    place: Place


@dataclass(frozen=True)
class Got:
    """What a measure answered: amounts in tiyn, the missing facts by name."""

    answer: Answer
    missing: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """One expectation of a scenario beside what came; `differs` names the aspects that are not as expected.

    `got` is None where the measure is not in force on that day.
    """

    scenario: Scenario
    measure: str
    expected: Expected
    got: Got | None
    differs: Sequence[str]

    @property
    def is_right(self) -> bool:
        return not self.differs


def load_scenarios(path: Path) -> list[Scenario]:
    """The scenarios of one measure's file. Raises BadDeclaration with file, line and mend."""
    content, tree = read_tree(path)
    if not isinstance(content, list):
        raise BadDeclaration(f"{path}:1: a scenario file is a list of «- name: …» blocks.")
    measure = path.parent.name
    scenarios: list[Scenario] = []
    lines: dict[str, int] = {}
    for position, block in enumerate(content):
        written = validated(_Written, block, path, tree, position)
        line = line_of(tree, [position])
        if written.name in lines:
            raise BadDeclaration(
                f"{path}:{line}: «{written.name}» is also the name at line {lines[written.name]}: rename one."
            )
        lines[written.name] = line
        scenarios.append(_scenario(measure, written, Place(_short(path), line)))
    return scenarios


def scenarios_of(country: Country, measures: Sequence[str] = ()) -> list[Scenario]:
    """The scenarios of these measures, or of all. Raises BadDeclaration."""
    files = sorted((country.folder / "measures").glob("*/scenarios.yaml"))
    chosen = [path for path in files if not measures or path.parent.name in measures]
    return [scenario for path in chosen for scenario in load_scenarios(path)]


class Runner:
    """Runs scenarios, each under the rules of its day; the rules of a day are made ready once."""

    def __init__(self, country: Country) -> None:
        self._country = country
        self._evaluations: dict[date, Evaluation] = {}

    def run(self, scenario: Scenario) -> list[Outcome]:
        """What came of each expectation. Raises BadDeclaration for a fact or member that is not there."""
        day = scenario.as_of
        if day not in self._evaluations:
            self._evaluations[day] = Evaluation(rules_on(self._country, day))
        marriage_age = self._country.family_rules.marriage_age.value
        return run_scenario(self._evaluations[day], scenario, marriage_age)


def run_scenario(evaluation: Evaluation, scenario: Scenario, marriage_age: int) -> list[Outcome]:
    """What came of each expectation. Raises BadDeclaration for a fact or member that is not there."""
    made = evaluation.catalogue
    one = evaluation.complete(family_of(scenario, made, marriage_age))
    outcomes = []
    for name, expected in scenario.expect:
        measure = made.measures.get(name)
        if measure is None:
            outcomes.append(Outcome(scenario, name, expected, None, ["answer"]))
            continue
        unit = _unit(scenario, measure, expected, one)
        got = Got(answer(measure, unit.facts), _missing(made, measure, unit))
        outcomes.append(Outcome(scenario, name, expected, got, _differs(expected, got)))
    return outcomes


def family_of(scenario: Scenario, made: Catalogue, marriage_age: int) -> OneFamily:
    """The family as the scenario gives it, in stored form. Raises BadDeclaration."""
    members = [_person(scenario, made, place, facts) for place, facts in enumerate(scenario.members)]
    couple = any(facts.get("role") == "spouse" for facts in members)
    for facts in members:
        born = facts.get("birth_date")
        too_young = isinstance(born, date) and _birthday(born, marriage_age) > _birthday(made.as_of, 0)
        if couple and facts.get("role") in ("head", "spouse"):
            facts.setdefault("married", True)
        elif too_young:
            facts.setdefault("married", False)
    size = len(members)
    of_family: FactsOf = {"members": size, **_facts(scenario, made, family, scenario.facts)}
    of_household: FactsOf = {
        "household_members": size,
        "families_in_household": 1,
        **_facts(scenario, made, household, scenario.household_facts),
    }
    return OneFamily(members, of_family, of_household)


def _person(scenario: Scenario, made: Catalogue, place: int, written: Mapping[str, Any]) -> FactsOf:
    facts = dict(written)
    born: dict[str, Any] = {}
    if (age := facts.pop("age", None)) is not None:
        born["birth_date"] = _months_before(made.as_of, 12 * age + 1)
    if (months := facts.pop("age_months", None)) is not None:
        born["birth_date"] = _months_before(made.as_of, months)
    return {"self": place, **born, **_facts(scenario, made, person, facts)}


def _birthday(day: date, years: int) -> tuple[int, int, int]:
    return day.year + years, day.month, day.day


def _months_before(day: date, months: int) -> date:
    """So many full months before; in the days every month has."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, 28))


def _facts(
    scenario: Scenario, made: Catalogue, level: Level, written: Mapping[str, Any]
) -> dict[str, Stored]:
    """Facts as people write them in stored form, each one checked to be a fact of that level."""
    facts: dict[str, Stored] = {}
    for name, value in written.items():
        if not _is_fact(made, name):
            raise _bad(scenario, f"«{name}» is no fact on {made.as_of}: correct the name or declare it")
        if made.level_of(name) != level:
            raise _bad(
                scenario,
                f"«{name}» is a fact of a {made.level_of(name).name}, here stand facts of a {level.name}: "
                "members carry person facts, «facts» those of the family, «household_facts» the rest",
            )
        try:
            facts[name] = stored(value, made.type_of(name))
        except BadValue as trouble:
            raise _bad(scenario, f"«{name}»: {trouble}") from None
    return facts


def _is_fact(made: Catalogue, name: str) -> bool:
    return name in made.rules or any(name in facts for facts in made.base.values())


def _unit(scenario: Scenario, measure: Measure, expected: Expected, one: OneFamily) -> Unit:
    all_units = units(measure, one)
    if measure.unit != person:
        return all_units[0]
    if expected.member is None and len(all_units) > 1:
        raise _bad(scenario, f"«{measure.name}» is due to persons: say which one with «member: 0» or another")
    place = expected.member or 0
    if not 0 <= place < len(all_units):
        raise _bad(scenario, f"there is no member {place}: they are numbered 0 to {len(all_units) - 1}")
    return all_units[place]


def _missing(made: Catalogue, measure: Measure, unit: Unit) -> list[str]:
    """What the answer, or the amount of what is due, waits for."""
    given = answer(measure, unit.facts)
    names = [name for name, met in given.conditions.items() if met is None] if given.due is None else []
    if given.due and measure.amount:
        names.append(measure.amount)
    return list(dict.fromkeys(leaf.name for leaf in missing(made, unit, names)))


def _differs(expected: Expected, got: Got) -> list[str]:
    given = got.answer
    differing = ["answer"] if given.word != expected.answer else []
    amounts = (("amount", given.amount), ("at_least", given.at_least), ("at_most", given.at_most))
    for aspect, came in amounts:
        if expected.speaks_of(aspect) and stored(getattr(expected, aspect), MONEY) != came:
            differing.append(aspect)
    if set(expected.missing) - set(got.missing):
        differing.append("missing")
    if any(given.conditions.get(name, "none") != met for name, met in expected.conditions.items()):
        differing.append("conditions")
    for aspect, value in (("payee", given.payee), ("received", given.received)):
        if expected.speaks_of(aspect) and getattr(expected, aspect) != value:
            differing.append(aspect)
    return differing


def _scenario(measure: str, written: _Written, place: Place) -> Scenario:
    members = [
        {name: value for name, value in member.items() if name != "count"}
        for member in written.family.members
        for _ in range(int(member.get("count", 1)))
    ]
    expect = [
        (name, one)
        for name, expected in written.expect.items()
        for one in (expected if isinstance(expected, list) else [expected])
    ]
    return Scenario(
        measure,
        written.name,
        written.source,
        written.as_of,
        members,
        {**written.family.facts, **written.facts},
        written.household_facts,
        expect,
        place,
    )


def _bad(scenario: Scenario, trouble: str) -> BadDeclaration:
    return BadDeclaration(f"{scenario.place}: «{scenario.name}»: {trouble}.")


def _short(path: Path) -> str:
    """The file from the package's own folder on: messages are the same on every machine."""
    parts = path.parts
    return "/".join(parts[parts.index("familymap") :]) if "familymap" in parts else path.name


def told(outcome: Outcome, language: str) -> str:
    """What was expected and what came, as one sentence."""
    text = translator("measures", language)
    expected = _told_expected(outcome.expected, language)
    if outcome.got is None:
        got = text("is not in force on {day}").format(day=outcome.scenario.as_of)
    else:
        got = _told_got(outcome.got, language)
    sentence = "expected {expected}; got {got}" if outcome.differs else "as expected: {got}"
    return text(sentence).format(expected=expected, got=got)


ANSWERS = {DUE: "due", NOT_DUE: "not due", CANNOT_TELL: "cannot tell"}


def _told_expected(expected: Expected, language: str) -> str:
    text = translator("measures", language)
    parts = [text(ANSWERS[expected.answer])]
    if expected.speaks_of("amount"):
        parts.append(_told_money(expected.amount, "{amount}", language))
    if expected.speaks_of("at_least"):
        parts.append(_told_money(expected.at_least, "at least {amount}", language))
    if expected.speaks_of("at_most"):
        parts.append(_told_money(expected.at_most, "at most {amount}", language))
    if expected.missing:
        parts.append(text("missing: {names}").format(names=", ".join(expected.missing)))
    parts += [f"{name}: {text(_yes_no(met))}" for name, met in expected.conditions.items()]
    if expected.speaks_of("payee"):
        who = text("unknown") if expected.payee is None else expected.payee
        parts.append(text("payee: {who}").format(who=who))
    if expected.speaks_of("received"):
        parts.append(text("received: {answer}").format(answer=text(_yes_no(expected.received))))
    return ", ".join(parts)


def _told_got(got: Got, language: str) -> str:
    """The same of what came, everything that may differ."""
    given = got.answer
    tenge = None if given.amount is None else given.amount / MONEY.scale
    written: dict[str, Any] = {"answer": given.word, "amount": tenge, "conditions": given.conditions}
    for aspect, bound in (("at_least", given.at_least), ("at_most", given.at_most)):
        if bound != given.amount:
            written[aspect] = None if bound is None else bound / MONEY.scale
    if given.due is False:
        del written["amount"]
    if got.missing:
        written["missing"] = list(got.missing)
    return _told_expected(Expected(**written, payee=given.payee, received=given.received), language)


def _told_money(tenge: float | None, frame: str, language: str) -> str:
    text = translator("measures", language)
    if tenge is None:
        return text("amount not known")
    amount = value_words(stored(tenge, MONEY), MONEY, language)
    return amount if frame == "{amount}" else text(frame).format(amount=amount)


def _yes_no(met: bool | None) -> str:
    return {True: "yes", False: "no", None: "unknown"}[met]
