"""Why a measure is due to a family, is not, or cannot be told: the explanation as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from familymap.country import Country
from familymap.declarations import Certainty, Words, read_tree, validated
from familymap.explanations import explanation as told
from familymap.explanations.assumptions import assumed
from familymap.explanations.changes import Change, ways
from familymap.explanations.reads import Read, reads
from familymap.measures.answers import Answer, Unit, answer, named_rules
from familymap.measures.missing import missing
from familymap.measures.sources import is_sensitive, sources_of
from familymap.measures.texts import MeasureTexts, Wording, load_texts
from familymap.measures.titles import (
    as_words,
    everywhere,
    fact_titles,
    load_codes,
    load_own_titles,
    load_titles,
)
from familymap.rulebook import rules_on
from familymap.rules.catalogue import Catalogue, SettledRule
from familymap.rules.declare import Measure
from familymap.rules.node import Node
from familymap.rules.unit import Evaluation, OneFamily
from familymap.rules.values import DATE, MONEY, Stored, Type, shown
from familymap.rules.words import formula
from familymap.texts import LANGUAGES, translator

ANSWERS: Mapping[bool | None, Literal["yes", "no", "unknown"]] = {True: "yes", False: "no", None: "unknown"}


class Objection(BaseModel):
    """How a family objects in this country, and until when; a deadline that was not found is none."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Words
    deadline: Words | None
    reference: str
    certainty: Certainty


@dataclass(frozen=True)
class Case:
    """What an explanation says about where it comes from.

    `received` gives for each register the day of its newest delivery; `names` those of members, where they
    may be told.
    """

    run_id: str = ""
    known_at: date | None = None
    family_id: int | None = None
    household_id: int | None = None
    received: Mapping[str, date | None] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Explainer:
    """A country's measures on a day with all their texts, ready to explain families."""

    country: Country
    evaluation: Evaluation
    texts: Mapping[str, MeasureTexts]
    titles: Mapping[str, Words]
    own_titles: Mapping[str, Words]
    codes: Mapping[str, Mapping[str, Words]]
    objection: Objection

    @classmethod
    def on(cls, country: Country, as_of: date) -> "Explainer":
        """Everything read from the country's folder. Raises BadRule, BadDeclaration or BadMeasureTexts."""
        return cls(
            country,
            Evaluation(rules_on(country, as_of)),
            load_texts(country.folder / "measures"),
            load_titles(country),
            load_own_titles(country),
            load_codes(country),
            load_objection(country.folder / "objection.yaml"),
        )

    @property
    def made(self) -> Catalogue:
        """The rules of the day."""
        return self.evaluation.catalogue

    def explain(self, one: OneFamily, unit: Unit, measure: Measure, case: Case) -> told.Explanation:
        """One measure for one unit of a family whose facts are worked out."""
        given = answer(measure, unit.facts)
        waits_for = [name for name, met in given.conditions.items() if met is None and given.due is None]
        if measure.amount and given.due is not False and given.amount is None:
            waits_for.append(measure.amount)
        texts = self.texts.get(measure.name)
        return told.Explanation(
            run_id=case.run_id,
            rules_version=self.country.rules_version,
            as_of=self.made.as_of,
            known_at=case.known_at,
            measure=measure.name,
            title=_said(texts.title) if texts else everywhere(measure.name),
            plain=_said(texts.plain) if texts else everywhere(measure.law),
            law=measure.law,
            unit=measure.unit.name,  # type: ignore[arg-type]
            family_id=case.family_id,
            person_id=self._person_at(unit, unit.place),
            household_id=case.household_id,
            answer=given.word,  # type: ignore[arg-type]
            conditions=[self._condition(unit, measure, name, met) for name, met in given.conditions.items()],
            amount=self._amount(unit, measure, given),
            period=measure.period,
            payee=given.payee,
            received=given.received,
            missing=self._missing(unit, waits_for),
            ways=self._ways(unit, given),
            assumptions=self._assumptions(unit, measure),
            excludes=[
                told.OtherMeasure(name=name, title=_said(self.texts[name].title))
                for name in measure.excludes
                if name in self.texts
            ],
            members=_members(one, case.names),
            sources=self._sources(measure, case),
            objection=told.Objection(
                text=self.objection.text, deadline=self.objection.deadline, reference=self.objection.reference
            ),
        )

    def title(self, name: str) -> Words:
        """What a fact or parameter is called; where no title is declared, its meaning."""
        if name in self._all_titles:
            return self._all_titles[name]
        if name in self.made.parameters:
            return as_words(self.made.parameters[name].title)
        rule = self.made.rules[name].rule if name in self.made.rules else None
        return everywhere(rule.meaning.removesuffix(".") if rule else name)

    @cached_property
    def _all_titles(self) -> dict[str, Words]:
        """Titles of facts, those of questions included."""
        return fact_titles(self.country)

    def _formula(self, rule: SettledRule | Node) -> Words:
        """A rule in words with the values of law, in every language."""
        spoken = {one: formula(rule, self._all_titles, one, self.made) for one in LANGUAGES}
        return Words(**spoken)

    def _condition(self, unit: Unit, measure: Measure, name: str, met: bool | None) -> told.Condition:
        settled = self.made.rules[name]
        texts = self.texts.get(measure.name)
        sentences = texts.conditions.get(name) if texts else None
        facts, parameters = self._read(unit, [name])
        return told.Condition(
            name=name,
            answer=ANSWERS[met],
            sentence=_said(getattr(sentences, ANSWERS[met])) if sentences else self.title(name),
            meaning=settled.rule.meaning,
            law=settled.rule.law,
            formula=self._formula(settled),
            facts=facts,
            parameters=parameters,
        )

    def _amount(self, unit: Unit, measure: Measure, given: Answer) -> told.Amount | None:
        if not measure.amount:
            return None
        settled = self.made.rules[measure.amount]
        facts, parameters = self._read(unit, [measure.amount])
        return told.Amount(
            tenge=_money(given.amount),
            at_least=_money(given.at_least),
            at_most=_money(given.at_most),
            meaning=settled.rule.meaning,
            law=settled.rule.law,
            formula=self._formula(settled),
            facts=facts,
            parameters=parameters,
        )

    def _read(self, unit: Unit, names: Sequence[str]) -> tuple[list[told.Fact], list[told.Parameter]]:
        """The facts with a title that stand nearest below these rules, and the parameters on the way."""
        found = reads(self.made, unit, names, self.titles, self.own_titles)
        facts = [self._fact(unit, one) for one in found if one.name not in self.made.parameters]
        return facts, [self._parameter(one) for one in found if one.name in self.made.parameters]

    def _fact(self, unit: Unit, read: Read) -> told.Fact:
        name = read.name
        level, type_ = self.made.level_of(name), self.made.type_of(name)
        owner = Unit(unit.one, level, read.place)
        rule = self.made.rules[name].rule if name in self.made.rules else None
        value = _value_at(unit, owner, name)
        return told.Fact(
            name=name,
            title=self.title(name),
            level=level.name,  # type: ignore[arg-type]
            person_id=self._person_at(unit, read.place),
            type=type_.name,  # type: ignore[arg-type]
            unit=rule.unit if rule else "",
            value=plain(value, type_),
            codes=self._codes(name, [value]),
            sources=sources_of(self.made, [name]),
            asked=bool(rule and rule.kind == "asked"),
            sensitive=is_sensitive(self.made, name, self.country.contracts),
        )

    def _codes(self, name: str, values: Sequence[Stored]) -> dict[str, Words]:
        """What those of the values mean that are codes of this fact."""
        words = self.codes.get(name, {})
        return {value: words[value] for value in values if isinstance(value, str) and value in words}

    def _parameter(self, read: Read) -> told.Parameter:
        parameter = self.made.parameters[read.name]
        dated = parameter.on(self.made.as_of)
        assert dated is not None, "the load of the rules checks that a parameter in use has a value"
        table = {str(key): plain(value, parameter.type) for key, value in dated.table.items()}
        return told.Parameter(
            name=read.name,
            title=as_words(parameter.title),
            type=parameter.type.name,  # type: ignore[arg-type]
            unit=parameter.unit,
            value=table or plain(dated.value, parameter.type),
            entry=None if read.key is None else str(read.key),
            since=dated.since,
            reference=dated.reference,
            certainty=dated.certainty,
        )

    def _missing(self, unit: Unit, names: Sequence[str]) -> list[told.Missing]:
        persons: dict[str, list[int]] = {}
        for leaf in missing(self.made, unit, names):
            whose = persons.setdefault(leaf.name, [])
            if (number := self._person_at(unit, leaf.place)) is not None:
                whose.append(number)
        return [self._gap(name, whose) for name, whose in persons.items()]

    def _gap(self, name: str, persons: list[int]) -> told.Missing:
        rule = self.made.rules[name].rule if name in self.made.rules else None
        asked = rule is not None and rule.kind == "asked"
        return told.Missing(
            name=name,
            kind="parameter" if name in self.made.parameters else "question" if asked else "fact",
            title=self.title(name),
            question=as_words(rule.question) if rule and rule.question else None,
            persons=persons,
            sources=[] if name in self.made.parameters else sources_of(self.made, [name]),
        )

    def _ways(self, unit: Unit, given: Answer) -> list[told.Way]:
        return [
            told.Way(condition=name, changes=[self._change(unit, change) for change in way])
            for name, met in given.conditions.items()
            if met is False
            for way in ways(self.made, unit, name)
        ]

    def _change(self, unit: Unit, change: Change) -> told.Change:
        node, threshold = change.node, change.threshold
        named = node.name if node.operator == "name" else ""
        days = node.type == DATE
        return told.Change(
            fact=named,
            title=self.title(named) if named else self._formula(node),
            person_id=self._person_at(unit, change.place),
            type=node.type.name,  # type: ignore[arg-type]
            now=plain(change.now, node.type),
            relation=change.relation,  # type: ignore[arg-type]
            needed=[plain(value, node.type) for value in change.needed],
            codes=self._codes(named, [change.now, *change.needed]),
            distance=change.distance if days else plain(change.distance, node.type),
            threshold=self._formula(threshold)
            if threshold and (threshold.names or threshold.parameters)
            else None,
        )

    def _assumptions(self, unit: Unit, measure: Measure) -> list[told.Assumption]:
        names = [*measure.conditions, *filter(None, [measure.amount])]
        persons: dict[tuple[str, str], list[int]] = {}
        for one in assumed(self.made, unit, names):
            whose = persons.setdefault((one.name, one.reason), [])
            if (number := self._person_at(unit, one.place)) is not None:
                whose.append(number)
        return [
            told.Assumption(fact=fact, title=self.title(fact), persons=whose, reason=_translated(reason))
            for (fact, reason), whose in persons.items()
        ]

    def _sources(self, measure: Measure, case: Case) -> list[told.Source]:
        return [
            told.Source(
                register_name=name,
                title=Words(**self.country.contracts[name].title.model_dump()),
                received_on=case.received.get(name),
            )
            for name in sources_of(self.made, named_rules(measure))
        ]

    @staticmethod
    def _person_at(unit: Unit, place: int | None) -> int | None:
        """The number of the person who stands there; none for what is no person's."""
        number = None if place is None else unit.everybody[place]["self"]
        assert number is None or isinstance(number, int)
        return number


def load_objection(path: Path) -> Objection:
    """How to object, from the country's file. Raises BadDeclaration."""
    content, tree = read_tree(path)
    return validated(Objection, content, path, tree)


def plain(value: Stored, of: Type) -> told.Value:
    """A stored value as the explanation holds it: decimals and days as text, the rest as it is."""
    people = shown(value, of)
    if isinstance(people, Decimal):
        text = format(people, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(people, date):
        return people.isoformat()
    assert people is None or isinstance(people, bool | int | str)
    return people


def _value_at(asking: Unit, owner: Unit, name: str) -> Stored:
    """The value as the asking unit sees it: a person may have been handed down another household's."""
    return asking.facts[name] if owner.place is None and name in asking.facts else owner.facts[name]


def _money(amount: int | None) -> str | None:
    value = plain(amount, MONEY)
    assert value is None or isinstance(value, str)
    return value


def _translated(reason: str) -> Words:
    return Words(**{language: translator("assumptions", language)(reason) for language in LANGUAGES})


def _said(wording: Wording) -> Words:
    return Words(kk=wording.kk, ru=wording.ru, en=wording.en)


def _members(one: OneFamily, names: Mapping[int, str]) -> list[told.Member]:
    members = []
    for facts in one.members:
        number, born, role = facts["self"], facts["birth_date"], facts["role"]
        assert isinstance(number, int)
        members.append(
            told.Member(
                person_id=number,
                name=names.get(number),
                role=role if isinstance(role, str) else None,
                birth_date=born if isinstance(born, date) else None,
            )
        )
    return members
