"""What is shown of one measure, rule or parameter: its parts by label, and how they are told."""

from collections.abc import Iterable

from rich.text import Text

from familymap.cli.screen import heading, say
from familymap.cli.wording import language, text
from familymap.country import Country
from familymap.measures.answers import named_rules
from familymap.measures.sources import sources_of
from familymap.measures.texts import load_texts
from familymap.measures.titles import load_titles
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Measure
from familymap.rules.parameters import DatedValue, Parameter
from familymap.rules.values import shown
from familymap.rules.words import formula, value_words

LABELS = (
    "name",
    "title",
    "what it says",
    "kind",
    "about",
    "type",
    "unit",
    "law",
    "formula",
    "in words",
    "question",
    "note",
    "conditions",
    "amount",
    "paid to",
    "in force since",
    "in force until",
    "asks for",
    "is asked for by",
    "registers",
    "parameters",
    "declared in",
)
"""What stands before each part when one rule, measure or parameter is shown."""


def of_measure(made: Catalogue, measure: Measure, declared: Country) -> dict[str, object]:
    """A measure: its words, conditions, amount, registers and parameters over time."""
    texts = load_texts(declared.folder / "measures").get(measure.name)
    return {
        "name": measure.name,
        "title": getattr(texts.title, language()) if texts else "",
        "what it says": getattr(texts.plain, language()) if texts else "",
        "about": text(measure.unit.name),
        "law": measure.law,
        "conditions": {name: formula(made.rules[name]) for name in measure.conditions},
        "amount": {
            name: formula(made.rules[name])
            for name in (measure.amount, measure.at_least, measure.at_most)
            if name
        },
        "paid to": measure.payee or "",
        "in force since": measure.since,
        "in force until": measure.until or "",
        "registers": ", ".join(sources_of(made, named_rules(measure))),
        "parameters": _parameters(made, made.stands_on(named_rules(measure))),
        "declared in": str(measure.place),
    }


def of_rule(made: Catalogue, name: str, declared: Country) -> dict[str, object]:
    """A rule: its words, formula, and what it asks for and is asked for by."""
    settled = made.rules[name]
    titles = load_titles(declared)
    title = getattr(titles[name], language()) if name in titles else settled.rule.title.get(language(), "")
    asking = [other for other, one in made.rules.items() if name in one.needs]
    asking += [one.name for one in made.measures.values() if name in named_rules(one)]
    return {
        "name": name,
        "title": title,
        "what it says": settled.rule.meaning,
        "kind": text(settled.rule.kind),
        "about": text(settled.rule.level.name),
        "type": settled.type.name,
        "unit": settled.rule.unit,
        "law": settled.rule.law,
        "formula": formula(settled) if settled.rule.expression is not None else "",
        "in words": formula(settled, titles, language(), made) if settled.rule.expression is not None else "",
        "question": settled.rule.question.get(language(), ""),
        "asks for": ", ".join(settled.needs),
        "is asked for by": ", ".join(asking),
        "registers": ", ".join(sources_of(made, [name])),
        "parameters": _parameters(made, [name]),
        "declared in": str(settled.rule.place),
    }


def of_parameter(parameter: Parameter) -> dict[str, object]:
    """A parameter: its title, unit and values over time."""
    return {
        "name": parameter.name,
        "title": parameter.title[language()],
        "type": parameter.type.name,
        "unit": parameter.unit,
        "note": parameter.note,
        "parameters": {parameter.name: [_dated(parameter, one) for one in parameter.values]},
        "declared in": str(parameter.place),
    }


def _parameters(made: Catalogue, names: Iterable[str]) -> dict[str, list[dict[str, object]]]:
    """The parameters these rules ask for, each with its values over time."""
    asked = dict.fromkeys(one for name in names for one in made.rules[name].node.parameters)
    return {
        name: [_dated(made.parameters[name], one) for one in made.parameters[name].values] for name in asked
    }


def _dated(parameter: Parameter, dated: DatedValue) -> dict[str, object]:
    entries = {str(key): shown(value, parameter.type) for key, value in dated.table.items()}
    return {
        "since": dated.since,
        "value": entries or shown(dated.value, parameter.type),
        "told": _told_value(parameter, dated),
        "reference": dated.reference,
        "certainty": dated.certainty,
    }


def _told_value(parameter: Parameter, dated: DatedValue) -> str:
    if dated.table:
        return "; ".join(
            f"{key} – {value_words(value, parameter.type, language())}" for key, value in dated.table.items()
        )
    return text("not found") if dated.value is None else value_words(dated.value, parameter.type, language())


def tell(facts: dict[str, object]) -> None:
    """Print what is there, each part under its label."""
    for label, value in facts.items():
        if not value:
            continue
        if isinstance(value, dict):
            heading(text(label))
            for name, told_of in value.items():
                _tell_part(name, told_of)
        else:
            say.print(Text.assemble((f"{text(label)}: ", "dim"), str(value)))


def _tell_part(name: str, told_of: object) -> None:
    if not isinstance(told_of, list):
        say.print(Text.assemble("  ", (name, "bold"), " = ", str(told_of)))
        return
    say.print(Text.assemble("  ", (name, "bold")))
    for dated in told_of:
        mark = f"[{dated['certainty']}]"
        say.print(f"    {dated['since']}  {dated['told']}  {mark} {dated['reference']}", soft_wrap=False)
