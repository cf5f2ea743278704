"""The pages about measures and facts, written from the rules: `python -m familymap.measures.pages`.

docs/measures/<name>.md, one for each measure, an index beside them, and docs/facts.md. Nothing in them is
written by hand, so they cannot say anything else than what is worked out; a test holds that they are current.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from familymap import country as countries
from familymap.country import Country
from familymap.declarations import Words
from familymap.measures import markdown
from familymap.measures.answers import named_rules
from familymap.measures.page_words import CERTAINTY, PERIODS, in_force, paid, told_expected, told_value
from familymap.measures.scenarios import Scenario, load_scenarios
from familymap.measures.sources import sources_of, unknown_because
from familymap.measures.texts import MeasureTexts, Wording, load_texts
from familymap.measures.titles import as_words, load_own_titles, load_titles
from familymap.rulebook import declarations, rules_on
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import LEVELS, Measure, Rule
from familymap.rules.words import formula

DAY = date(2026, 1, 15)
"""The day whose rules the pages show; measures not in force then are shown as they last were."""

LANGUAGE_NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


@dataclass(frozen=True)
class Pages:
    """Everything the pages are written from."""

    country: Country
    texts: Mapping[str, MeasureTexts]
    titles: Mapping[str, Words]
    own_titles: Mapping[str, Words]
    scenarios: Mapping[str, Sequence[Scenario]]
    rules: Sequence[Rule]
    measures: Sequence[Measure]

    @classmethod
    def of(cls, country: Country) -> "Pages":
        """Read from the country's folder. Raises the error of the file that cannot be used."""
        folder = country.folder / "measures"
        rules, measures = declarations(country.name)
        return cls(
            country,
            load_texts(folder),
            load_titles(country),
            load_own_titles(country),
            {path.parent.name: load_scenarios(path) for path in sorted(folder.glob("*/scenarios.yaml"))},
            rules,
            sorted(measures, key=lambda measure: measure.name),
        )

    @cached_property
    def _by_day(self) -> dict[date, Catalogue]:
        return {}

    def on(self, day: date) -> Catalogue:
        """The rules of a day; worked out once."""
        if day not in self._by_day:
            self._by_day[day] = rules_on(self.country, day)
        return self._by_day[day]

    def written(self) -> dict[str, str]:
        """Path below docs/ → text, for every page."""
        pages = {f"measures/{one.name}.md": markdown.page(self.measure(one)) for one in self.measures}
        return {
            **pages,
            "measures/README.md": markdown.page(self.index()),
            "facts.md": markdown.page(self.facts()),
        }

    def index(self) -> Iterator[str]:
        """All measures in one table."""
        yield "# Measures"
        yield (
            f"Every support measure the rules know, as they stand on {DAY}. Each page is written from the "
            "rule itself. [What the facts are](../facts.md) · [how an answer is explained](../explanation.md)"
        )
        rows = [
            [
                f"[{self._title(one, 'en')}]({one.name}.md)",
                self._title(one, "kk"),
                self._title(one, "ru"),
                one.unit.name,
                PERIODS[one.period],
                in_force(one.since, one.until),
            ]
            for one in self.measures
        ]
        yield markdown.table(["measure", "kk", "ru", "due to each", "given", "in force"], rows)

    def measure(self, measure: Measure) -> Iterator[str]:
        """One measure: what it says, how it is worked out, from what, and how that is tested."""
        day = _day_in_force(measure.since, measure.until)
        made = self.on(day)
        yield f"# {self._title(measure, 'en')}"
        yield f"{self._title(measure, 'kk')} · {self._title(measure, 'ru')}"
        yield markdown.listed(
            [
                f"name: `{measure.name}`, due to each {measure.unit.name}, given {PERIODS[measure.period]}",
                f"in force: {in_force(measure.since, measure.until)}",
                f"law: {measure.law}",
                "the state may offer it by itself" if measure.proactive else "given only to who asks for it",
                *([f"relieves: {', '.join(measure.relieves)}"] if measure.relieves else []),
                *([f"not together with: {self._links(measure.excludes)}"] if measure.excludes else []),
            ]
        )
        if texts := self.texts.get(measure.name):
            yield "## In plain words"
            yield from (f"**{LANGUAGE_NAMES[key]}.** {text}" for key, text in _in_order(texts.plain))
        yield "## Conditions"
        yield (
            "It is due when every condition is met, not due when one is not, and cannot be told while one "
            "that decides is unknown."
        )
        for name in measure.conditions:
            yield from self._condition(measure, made, name)
        if measure.amount:
            yield "## Amount"
            yield from self._versions(measure.amount)
            for bound, rule in (("at least", measure.at_least), ("at most", measure.at_most)):
                if rule:
                    yield f"Where the amount is not known, it is {bound}:"
                    yield from self._versions(rule)
        yield "## Who is paid, and what shows that it is received"
        yield markdown.listed(paid(measure))
        yield from self._facts_of_its_own(measure)
        yield from self._parameters(made, measure)
        yield "## What it stands on"
        registers = sources_of(made, named_rules(measure))
        yield markdown.listed(f"{self.country.contracts[name].title.en} (`{name}`)" for name in registers)
        yield from self._questions(made, measure)
        yield from self._asked_for_by(made, measure)
        yield from self._scenarios(measure)

    def facts(self) -> Iterator[str]:
        """Every fact of the portrait, by level."""
        made = self.on(DAY)
        yield "# Facts"
        yield (
            f"What is known of a person, a family and a household, as the rules stand on {DAY}. A fact is a "
            "value, or unknown; unknown is never taken for none."
        )
        yield (
            "**Unknown because of**: every fact is unknown where nothing was received of its registers. The "
            "last column names what can leave it unknown though everything was received: registers whose "
            "silence about somebody means nothing, *questions* that only the family can answer, and values "
            "of law that were not found. Facts of one measure stand on "
            "[the measure's page](measures/README.md)."
        )
        for level in LEVELS.values():
            yield f"## {level.name.capitalize()}"
            names = [
                *made.base[level],
                *(name for name in made.rules if made.rules[name].rule.level == level),
            ]
            rows = [self._fact_row(made, name) for name in names if self._is_shown(made, name)]
            yield markdown.table(
                ["fact", "en", "ru", "kk", "type", "from registers", "unknown because of"], rows
            )

    def _is_shown(self, made: Catalogue, name: str) -> bool:
        rule = made.rules[name].rule if name in made.rules else None
        return rule is None or (rule.kind in ("fact", "asked", "deprivation") and name in self._titles_shown)

    @cached_property
    def _titles_shown(self) -> dict[str, Words]:
        asked = {rule.name: as_words(rule.title) for rule in self.rules if rule.title}
        return {**asked, **self.titles}

    def _fact_row(self, made: Catalogue, name: str) -> list[str]:
        title = self._titles_shown.get(name)
        doubts = [
            f"*{doubt}*" if doubt in made.rules and made.rules[doubt].rule.kind == "asked" else doubt
            for doubt in unknown_because(made, name)
        ]
        return [
            f"`{name}`",
            *([title.en, title.ru, title.kk] if title else ["", "", ""]),
            made.type_of(name).name,
            ", ".join(sources_of(made, [name])),
            ", ".join(doubts),
        ]

    def _title(self, measure: Measure, language: str) -> str:
        texts = self.texts.get(measure.name)
        return str(getattr(texts.title, language)) if texts else measure.name

    def _links(self, names: Iterable[str]) -> str:
        return ", ".join(f"[{name}]({name}.md)" for name in names)

    def _condition(self, measure: Measure, made: Catalogue, name: str) -> Iterator[str]:
        yield f"### {name}"
        yield from self._versions(name)
        texts = self.texts.get(measure.name)
        if texts and name in texts.conditions:
            said = texts.conditions[name]
            yield markdown.table(
                ["answer", *LANGUAGE_NAMES.values()],
                [
                    [answer, *(text for _, text in _in_order(wording))]
                    for answer, wording in (("yes", said.yes), ("no", said.no), ("unknown", said.unknown))
                ],
            )

    def _versions(self, name: str) -> Iterator[str]:
        """A rule as it is, and as it was: sentence, law, formula of each version."""
        versions = [rule for rule in self.rules if rule.name == name]
        for rule in sorted(versions, key=lambda one: one.since or date.min, reverse=True):
            bounded = in_force(rule.since, rule.until)
            dates = f" ({bounded})" if rule.since or rule.until else ""
            yield f"{rule.meaning}{dates}" + (f" *{rule.law}*" if rule.law else "")
            if rule.expression is not None:
                settled = self.on(_day_in_force(rule.since, rule.until)).rules[name]
                yield f"```\n{name} = {formula(settled)}\n```"

    def _facts_of_its_own(self, measure: Measure) -> Iterator[str]:
        named = {*measure.conditions, measure.amount, measure.at_least, measure.at_most}
        own = [
            rule
            for rule in self.rules
            if _room_of(rule) == measure.name and rule.kind not in ("asked", "receipt")
        ]
        names = list(dict.fromkeys(rule.name for rule in own if rule.name not in named))
        if names:
            yield "## Facts of its own"
            for name in names:
                if title := self.own_titles.get(name):
                    yield f"**{title.en}** · {title.ru} · {title.kk}"
                yield from self._versions(name)

    def _parameters(self, made: Catalogue, measure: Measure) -> Iterator[str]:
        below = made.stands_on(named_rules(measure))
        own = {name: one for name, one in made.parameters.items() if _room(one.place.file) == measure.name}
        used = dict.fromkeys(one for name in below for one in made.rules[name].node.parameters)
        direct = [name for name in used if name in own or _asks(made, measure, name)]
        if not direct:
            return
        yield "## Values of law over time"
        for name in direct:
            parameter = made.parameters[name]
            yield f"**{parameter.title['en']}** (`{name}`, {parameter.unit})"
            if parameter.note:
                yield parameter.note
            yield markdown.table(
                ["from", "value", "reference", "certainty"],
                [
                    [
                        str(dated.since),
                        told_value(parameter, dated),
                        dated.reference,
                        CERTAINTY[dated.certainty],
                    ]
                    for dated in parameter.values
                ],
            )

    def _questions(self, made: Catalogue, measure: Measure) -> Iterator[str]:
        asked = [
            made.rules[name].rule
            for name in made.stands_on(named_rules(measure))
            if made.rules[name].rule.kind == "asked"
        ]
        if asked:
            yield "Questions that only the family can answer:"
            yield markdown.table(
                ["fact", *LANGUAGE_NAMES.values()],
                [[f"`{rule.name}`", *(rule.question[key] for key in LANGUAGE_NAMES)] for rule in asked],
            )

    def _asked_for_by(self, made: Catalogue, measure: Measure) -> Iterator[str]:
        own = {rule.name for rule in self.rules if _room_of(rule) == measure.name}
        asking = [
            other.name
            for other in made.measures.values()
            if other.name != measure.name and own & set(made.stands_on(named_rules(other)))
        ]
        yield "## Who asks for it"
        yield f"Rules of this measure are used by: {self._links(asking)}" if asking else "No other measure."

    def _scenarios(self, measure: Measure) -> Iterator[str]:
        scenarios = self.scenarios.get(measure.name, [])
        yield "## Scenarios"
        yield "`familymap rules test " + measure.name + "` tries them."
        rows = [
            [str(one.as_of), one.name, told_expected(one, measure), one.source]
            for one in scenarios
            if any(name == measure.name for name, _ in one.expect)
        ]
        yield markdown.table(["as of", "family", "expected", "where the expectation comes from"], rows)


def _asks(made: Catalogue, measure: Measure, parameter: str) -> bool:
    """Whether the measure's own rules, or what it names, ask for a shared parameter."""
    names = {*named_rules(measure)}
    names |= {name for name, one in made.rules.items() if _room_of(one.rule) == measure.name}
    return any(parameter in made.rules[name].node.parameters for name in names if name in made.rules)


def _room_of(rule: Rule) -> str:
    return _room(rule.place.file)


def _room(file: str) -> str:
    """The measure in whose folder a file stands; nothing for other files."""
    parts = Path(file).parts
    return parts[-2] if len(parts) > 2 and parts[-3] == "measures" else ""


def _day_in_force(since: date | None, until: date | None) -> date:
    """The pages' day, or the nearest on which something is in force."""
    return max(since or date.min, min(until or date.max, DAY))


def _in_order(wording: Wording) -> list[tuple[str, str]]:
    return [(key, getattr(wording, key)) for key in LANGUAGE_NAMES]


def write(docs: Path) -> list[Path]:
    """Write every page below a docs folder; pages of measures that are gone are removed."""
    pages = Pages.of(countries.load()).written()
    for path in (docs / "measures").glob("*.md"):
        if f"measures/{path.name}" not in pages:
            path.unlink()
    (docs / "measures").mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (docs / name).write_text(text, encoding="utf-8")
    return [docs / name for name in pages]


if __name__ == "__main__":
    written = write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
    sys.stdout.write(f"{len(written)} pages written.\n")
