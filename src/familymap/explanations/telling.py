"""An explanation in plain lines of Kazakh, Russian or English, as a person reads or hears it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from babel.dates import format_date
from babel.numbers import format_decimal

from familymap.declarations import Words
from familymap.explanations.explanation import (
    Amount,
    Change,
    Condition,
    Explanation,
    Fact,
    Missing,
    Parameter,
    Value,
)
from familymap.rules.values import MONEY, TYPES, Stored, stored
from familymap.rules.words import value_words
from familymap.texts import translator

ANSWERS = {
    "due": "This is due.",
    "not_due": "By what the registers know, this is not due.",
    "cannot_tell": "It cannot be told yet: not everything is known. This is no refusal.",
}
AMOUNTS = {
    "month": "{amount} a month",
    "year": "{amount} a year",
    "once": "{amount} once",
}
CERTAINTY = {
    "P": "probable",
    "U": "uncertain",
    "D": "worked out from published figures",
    "BK": "to be verified",
    "R": "to be verified",
    "assumption": "an assumption",
}
"""Mark of certainty → what is said of a value; of the surest nothing is."""

RELATIONS = {
    "less": "less than {needed}",
    "at_most": "at most {needed}",
    "more": "more than {needed}",
    "at_least": "at least {needed}",
    "equal": "{needed}",
    "unequal": "not {needed}",
    "one_of": "one of these: {needed}",
    "none_of": "none of these: {needed}",
}
DATE_RELATIONS = {
    **RELATIONS,
    "less": "before {needed}",
    "at_most": "no later than {needed}",
    "more": "after {needed}",
    "at_least": "no earlier than {needed}",
}
ROLES = {"head": "head of the family", "spouse": "spouse", "child": "child", "ward": "ward"}
SIGNS = {"yes": "✓", "no": "✗", "unknown": "?"}
DAYS = "{number} days"
NO_DEADLINE = "A deadline for objections was not found in published sources, so none is named here."
FEW_REGISTERS = 2
"""How many registers are told beside a fact."""


def tell(explanation: Explanation, language: str) -> list[str]:
    """The lines; those below a heading begin with spaces."""
    told = _Telling(explanation, language)
    return [line for part in told.parts() for line in part]


def amount_told(explanation: Explanation, language: str) -> str:
    """The amount in a few words; nothing where none is due or the measure gives no money."""
    amount = explanation.amount
    if amount is None or explanation.answer == "not_due":
        return ""
    text = translator("measures", language)

    def money(tenge: str) -> str:
        return value_words(_stored_again(tenge, "money"), MONEY, language)

    if amount.tenge is not None:
        told = money(amount.tenge)
    elif amount.at_least is not None and amount.at_most is not None:
        least, most = money(amount.at_least), money(amount.at_most)
        told = text("between {least} and {most}").format(least=least, most=most)
    elif amount.at_least is not None:
        told = text("at least {amount}").format(amount=money(amount.at_least))
    elif amount.at_most is not None:
        told = text("at most {amount}").format(amount=money(amount.at_most))
    else:
        return text("amount not known")
    return text(AMOUNTS[explanation.period]).format(amount=told)


class _Telling:
    """One explanation in one language."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self.of = explanation
        self.language = language
        self.names = {one.person_id: one.name or self._role(one.person_id) for one in explanation.members}
        self.told: set[str] = set()
        self.registers = {one.register_name: self._in(one.title) for one in explanation.sources}

    def parts(self) -> Iterator[list[str]]:
        """What is said, part by part."""
        yield [self._in(self.of.title), self._text(ANSWERS[self.of.answer]), *self._amount()]
        yield ["", self._in(self.of.plain)]
        yield ["", self._text("Conditions")]
        yield from (list(self._condition(one)) for one in self.of.conditions)
        if self.of.amount and self.of.answer != "not_due":
            yield ["", self._text("How the amount is worked out"), *self._formula(self.of.amount)]
        if self.of.missing:
            yield ["", self._text("What is missing"), *(self._missing(one) for one in self.of.missing)]
        if self.of.ways:
            yield ["", self._text("What would have to be different"), *self._ways()]
        yield ["", self._text("What the answer rests on"), *self._rests_on()]
        yield ["", self._text("If you disagree"), *self._objection()]

    def _text(self, english: str, **places: object) -> str:
        said = translator("measures", self.language)(english)
        return said.format(**places) if places else said

    def _in(self, words: Words) -> str:
        return str(getattr(words, self.language))

    def _role(self, person_id: int) -> str:
        role = next((one.role for one in self.of.members if one.person_id == person_id), None)
        number = self._text("person {number}", number=person_id)
        return f"{self._text(ROLES[role])} ({number})" if role in ROLES else number

    def _name(self, person_id: int) -> str:
        return self.names.get(person_id) or self._text("person {number}", number=person_id)

    def _value(self, value: Value, type_name: str, codes: Mapping[str, Words] | None = None) -> str:
        if codes and isinstance(value, str) and value in codes:
            return self._in(codes[value])
        return value_words(_stored_again(value, type_name), TYPES[type_name], self.language)

    def _day(self, day: date) -> str:
        return format_date(day, format="long", locale=self.language)

    def _amount(self) -> Iterator[str]:
        if self.of.person_id is not None:
            yield self._text("It concerns {name}.", name=self._name(self.of.person_id))
        if told := amount_told(self.of, self.language):
            yield _begun(told) + "."
        if self.of.payee is not None and self.of.answer == "due":
            yield self._text("It goes to: {name}.", name=self._name(self.of.payee))
        yield self._text(
            {
                True: "The registers show that it is received.",
                False: "The registers show that it is not received.",
                None: "Nothing shows whether it is received.",
            }[self.of.received]
        )

    def _condition(self, condition: Condition) -> Iterator[str]:
        yield f"  {SIGNS[condition.answer]} {self._in(condition.sentence)}"
        yield from self._read(condition)

    def _formula(self, amount: Amount) -> Iterator[str]:
        yield f"  {_begun(self._in(amount.formula))}"
        yield from self._read(amount)

    def _read(self, part: Condition | Amount) -> Iterator[str]:
        """The facts and values of law a part was read from; what was told before is not told again."""
        facts: dict[str, list[Fact]] = {}
        for fact in part.facts:
            facts.setdefault(fact.name, []).append(fact)
        lines = {name: self._facts(same) for name, same in facts.items()}
        lines |= {one.name: self._parameter(one) for one in part.parameters}
        yield from (f"      {line}" for name, line in lines.items() if name not in self.told)
        self.told |= set(lines)

    def _facts(self, facts: Sequence[Fact]) -> str:
        """One fact, of everybody whose it is."""
        fact = facts[0]
        told = "; ".join(
            self._of_whom(one.person_id) + self._value(one.value, one.type, one.codes) for one in facts
        )
        source = self._text("told by the family") if fact.asked else self._source(fact)
        return f"{_begun(self._in(fact.title))}: {told}" + (f" ({source})" if source else "")

    def _source(self, fact: Fact) -> str:
        """The registers of a fact, where they are few: all are told once below."""
        few = fact.sources if len(fact.sources) <= FEW_REGISTERS else []
        return ", ".join(self.registers[name] for name in few if name in self.registers)

    def _of_whom(self, person_id: int | None) -> str:
        return "" if person_id is None else f"{self._name(person_id)} – "

    def _parameter(self, parameter: Parameter) -> str:
        if isinstance(parameter.value, dict):
            looked_up = parameter.value.get(parameter.entry) if parameter.entry else None
            value = self._value(looked_up, parameter.type)
        else:
            value = self._value(parameter.value, parameter.type)
        since = self._text("since {day}", day=self._day(parameter.since))
        mark = self._text(CERTAINTY[parameter.certainty]) if parameter.certainty in CERTAINTY else ""
        source = "; ".join(part for part in (since, mark, parameter.reference) if part)
        return f"{_begun(self._in(parameter.title))}: {value} ({source})"

    def _missing(self, gap: Missing) -> str:
        whose = ", ".join(self._name(number) for number in gap.persons)
        named = f"{_begun(self._in(gap.title))}" + (f" ({whose})" if whose else "")
        if gap.question:
            return (
                "  "
                + self._text("Only you can tell: {question}", question=self._in(gap.question))
                + (f" ({whose})" if whose else "")
            )
        if gap.kind == "parameter":
            return "  " + self._text("Not found in published sources: {what}.", what=named)
        registers = ", ".join(self.registers.get(name, name) for name in gap.sources)
        frame = "{what}. It would stand in: {registers}." if registers else "{what}."
        return "  " + self._text(frame, what=named, registers=registers)

    def _ways(self) -> Iterator[str]:
        sentences = {one.name: self._in(one.sentence) for one in self.of.conditions}
        for name, group in groupby(self.of.ways, key=lambda way: way.condition):
            yield f"  {sentences[name]}"
            ways = list(group)
            for place, way in enumerate(ways):
                if len(ways) > 1:
                    yield f"    {self._text('Another way:' if place else 'One way:')}"
                yield from (f"      – {self._change(change)}" for change in way.changes)

    def _change(self, change: Change) -> str:
        what = self._in(change.title)
        needed = ", ".join(self._value(value, change.type, change.codes) for value in change.needed)
        relations = DATE_RELATIONS if change.type == "date" else RELATIONS
        wanted = self._text(relations[change.relation], needed=needed)
        if change.type == "yes_no":
            said = self._text("{what}: would have to be «{wanted}»", what=what, wanted=wanted)
        elif None in change.needed:
            said = self._text("{what}: the threshold is not known", what=what)
        elif change.now is None:
            said = self._text("{what}: needed is {wanted}", what=what, wanted=wanted)
        else:
            now = self._value(change.now, change.type, change.codes)
            said = self._text("{what}: now {now}, needed is {wanted}", what=what, now=now, wanted=wanted)
        if change.distance:
            far = (
                self._text(DAYS, number=format_decimal(change.distance, locale=self.language))
                if change.type == "date"
                else self._value(change.distance, change.type)
            )
            said += f" ({self._text('the difference is {distance}', distance=far)})"
        return self._of_whom(change.person_id) + said

    def _rests_on(self) -> Iterator[str]:
        yield f"  {self.of.law}"
        for source in self.of.sources:
            title = self._in(source.title)
            if not self.of.run_id:
                yield f"  {title}"
            elif source.received_on:
                day = self._day(source.received_on)
                yield "  " + self._text("{register}: received on {day}", register=title, day=day)
            else:
                yield "  " + self._text("{register}: nothing was received", register=title)
        for one in self.of.assumptions:
            title = self._in(one.title)
            yield "  " + self._text("Assumed: {fact} ({reason})", fact=title, reason=self._in(one.reason))
        for other in self.of.excludes:
            yield "  " + self._text("Cannot be had together with: {measure}", measure=self._in(other.title))
        dated = self._text("As of {day}", day=self._day(self.of.as_of))
        if self.of.known_at:
            dated += ", " + self._text("known until {day}", day=self._day(self.of.known_at))
        yield f"  {dated}"
        if self.of.run_id:
            versions = {"run": self.of.run_id, "rules": self.of.rules_version}
            yield "  " + self._text("Run {run}, rules {rules}", **versions)

    def _objection(self) -> Iterator[str]:
        yield f"  {self._in(self.of.objection.text)}"
        deadline = self.of.objection.deadline
        yield f"  {self._in(deadline) if deadline else self._text(NO_DEADLINE)}"


def _stored_again(value: Value, type_name: str) -> Stored:
    """The stored form of a value of the explanation."""
    of = TYPES[type_name]
    if of.name == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if of.is_number and isinstance(value, str):
        return stored(Decimal(value), of)
    return value


def _begun(title: str) -> str:
    return title[:1].upper() + title[1:]
