"""How the pages about measures say periods, payment, expectations, values and how certain they are."""

from collections.abc import Iterator
from datetime import date

from familymap.measures.scenarios import Expected, Scenario
from familymap.rules.declare import Measure, person
from familymap.rules.parameters import DatedValue, Parameter
from familymap.rules.values import MONEY, stored
from familymap.rules.words import value_words

PERIODS = {"month": "every month", "year": "every year", "once": "once", "in_kind": "in kind"}
CERTAINTY = {
    "C": "certain",
    "P": "probable",
    "U": "uncertain, or not found",
    "BK": "background knowledge, to be verified",
    "D": "derived by arithmetic",
    "A": "official text seen",
    "B": "news quoting an official body",
    "R": "recalled, to be verified",
    "assumption": "assumption",
}


def in_force(since: date | None, until: date | None) -> str:
    """From when to when."""
    begin = f"since {since}" if since else ""
    end = f"until {until}" if until else ""
    return " ".join(part for part in (begin, end) if part) or "always"


def paid(measure: Measure) -> Iterator[str]:
    """Who is paid, and what shows that it is received."""
    yield f"paid to: `{measure.payee}`" if measure.payee else "nobody is paid"
    if measure.received_fact:
        yield f"received shows in the fact `{measure.received_fact}`"
    elif measure.received_as:
        yield f"received shows in the register `benefits` under: {', '.join(measure.received_as)}"
    else:
        yield "nothing shows whether it is received"


def told_expected(scenario: Scenario, measure: Measure) -> str:
    """What a scenario expects of a measure."""
    told = []
    for name, expected in scenario.expect:
        if name == measure.name:
            whose = "" if expected.member is None or measure.unit != person else f"member {expected.member}: "
            told.append(whose + _told_one(expected))
    return "; ".join(told)


def _told_one(expected: Expected) -> str:
    parts = [expected.answer.replace("_", " ")]
    if expected.amount is not None:
        parts.append(value_words(stored(expected.amount, MONEY), MONEY, "en"))
    for word, bound in (("at least", expected.at_least), ("at most", expected.at_most)):
        if bound is not None:
            parts.append(f"{word} {value_words(stored(bound, MONEY), MONEY, 'en')}")
    if expected.missing:
        parts.append(f"missing {', '.join(expected.missing)}")
    return ", ".join(parts)


def told_value(parameter: Parameter, dated: DatedValue) -> str:
    """A parameter's value, or its table; one line where all entries are the same."""
    if not parameter.key:
        return "not found" if dated.value is None else value_words(dated.value, parameter.type, "en")
    entries = dated.table.items()
    if not entries:
        return "not found"
    told = {key: value_words(value, parameter.type, "en") for key, value in entries}
    if len(told) > 1 and len(set(told.values())) == 1:
        return f"{next(iter(told.values()))} for each of {len(told)} entries"
    return "<br>".join(f"{key}: {value}" for key, value in told.items())
