"""What a measure says to people, in every language of the country: checked before anybody reads it."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints, field_validator, model_validator

from familymap.declarations import BadDeclaration, read_tree, validated
from familymap.measures.readability import hard_to_read

SMS_LIMIT = {"en": 160, "kk": 134, "ru": 134}
"""Language → characters: one part in the GSM alphabet, two parts of 67 in the one that holds Cyrillic."""

LONGEST_AMOUNT = "99,999,999"
"""Stands for {amount} when a text is measured."""

PLACEHOLDERS = ("amount",)
SPOKEN_LETTERS = frozenset({"SMS", "IIN", "ИИН", "ЖСН", "ЦОН", "ХҚКО", "ЭЦП", "ЭЦҚ"})
"""Words of capitals that people say every day; any other reads as shouting or as a term of the office."""

_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The letters of GSM 03.38 that take one place; a single other letter makes the message twice as long."""

_CAPITALS = re.compile(r"[^\W\d_]{2,}")
_ROMAN = re.compile(r"[IVX]+")
_PLACEHOLDER = re.compile(r"\{(.*?)\}")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class BadMeasureTexts(ValueError):
    """The texts of a measure cannot be used; each line names the file, the place and the mend."""


class Wording(BaseModel):
    """One text in all languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kk: Text
    ru: Text
    en: Text

    @field_validator("kk", "ru", "en")
    @classmethod
    def calm(cls, text: str) -> str:
        """Nobody is shouted at, and nothing stands in braces that will not be filled in."""
        if "!" in text:
            raise ValueError("has an exclamation mark: end the sentence with a full stop")
        if shouted := _shouted(text):
            raise ValueError(f"has «{shouted}» in capitals: write it out in small letters")
        if strange := [name for name in _PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]:
            raise ValueError(f"has {{{strange[0]}}}, which nothing fills in: only {{amount}} is known")
        return text

    def texts(self) -> Iterator[tuple[str, str]]:
        """Language and text."""
        yield from (("kk", self.kk), ("ru", self.ru), ("en", self.en))


class Sms(Wording):
    """A message that fits where messages are counted."""

    @model_validator(mode="after")
    def fits(self) -> "Sms":
        """Counted with the longest amount."""
        for language, text in self.texts():
            if (length := len(filled(text))) > SMS_LIMIT[language]:
                raise ValueError(
                    f"{language}: has {length} characters, at most {SMS_LIMIT[language]}: shorten it"
                )
        if strange := sorted(set(filled(self.en)) - _GSM):
            raise ValueError(f"en: «{strange[0]}» halves the room of a message: write it in plain letters")
        return self


class Fixed(Wording):
    """A text in which nothing is filled in."""

    @model_validator(mode="after")
    def complete(self) -> "Fixed":
        """An amount belongs into the message and the letter, which are written for one family."""
        for language, text in self.texts():
            if "{" in text or "}" in text:
                raise ValueError(f"{language}: nothing is filled in here: write the sentence without braces")
        return self


class ConditionTexts(BaseModel):
    """What is said to the family about one condition, for each of its three answers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    yes: Fixed
    no: Fixed
    unknown: Fixed


class MeasureTexts(BaseModel):
    """Everything a measure says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Fixed
    plain: Fixed
    sms: Sms
    letter: Wording
    conditions: dict[str, ConditionTexts]
    facts: dict[str, Fixed] = {}
    """Fact that the measure declares → what it is called: a short noun phrase."""

    def every(self) -> Iterator[tuple[str, Wording]]:
        """Each text with its place in the file."""
        yield from (("title", self.title), ("plain", self.plain), ("sms", self.sms), ("letter", self.letter))
        for name, condition in self.conditions.items():
            yield f"conditions.{name}.yes", condition.yes
            yield f"conditions.{name}.no", condition.no
            yield f"conditions.{name}.unknown", condition.unknown
        for name, title in self.facts.items():
            yield f"facts.{name}", title


def load_measure_texts(path: Path) -> MeasureTexts:
    """The texts of one measure. Raises BadMeasureTexts."""
    try:
        content, tree = read_tree(path)
        if not isinstance(content, dict):
            raise BadDeclaration(f"{path}:1: holds no texts. Begin with «title:» and its languages.")
        return validated(MeasureTexts, _answers_as_words(content), path, tree)
    except BadDeclaration as trouble:
        raise BadMeasureTexts(str(trouble)) from None


def load_texts(folder: Path) -> dict[str, MeasureTexts]:
    """Measure → its texts, for a country's folder of measures. Raises BadMeasureTexts with every fault."""
    found: dict[str, MeasureTexts] = {}
    faults: list[str] = []
    for path in sorted(folder.glob("*/texts.yaml")):
        try:
            found[path.parent.name] = load_measure_texts(path)
        except BadMeasureTexts as trouble:
            faults.append(str(trouble))
    if faults:
        raise BadMeasureTexts("\n".join(faults))
    return found


def conditions_that_differ(texts: MeasureTexts, conditions: Collection[str]) -> list[str]:
    """What a measure's conditions and those its texts speak of do not have in common."""
    return _that_differ("conditions", texts.conditions, conditions, "no condition of the measure")


def facts_that_differ(texts: MeasureTexts, facts: Collection[str]) -> list[str]:
    """What the facts declared in a measure's folder and those its texts name do not have in common."""
    return _that_differ("facts", texts.facts, facts, "no fact declared in this folder")


def _that_differ(section: str, said: Collection[str], declared: Collection[str], strange: str) -> list[str]:
    return [
        *(f"{section}.{name}: is missing, add it" for name in sorted({*declared} - {*said})),
        *(f"{section}.{name}: is {strange}, remove it" for name in sorted({*said} - {*declared})),
    ]


def hard_texts(texts: MeasureTexts) -> list[str]:
    """Every text that is hard to read, with its place, language and mend. Titles are names, not sentences."""
    return [
        f"{place}.{language}: {fault}"
        for place, wording in texts.every()
        if place != "title" and not place.startswith("facts.")
        for language, text in wording.texts()
        for fault in hard_to_read(text, language)
    ]


def filled(text: str) -> str:
    """The text with the longest amount in it."""
    return text.replace("{amount}", LONGEST_AMOUNT)


def _shouted(text: str) -> str:
    """The first word that is all capitals and neither a Roman number nor spoken so by everybody."""
    for word in _CAPITALS.findall(text):
        if word.isupper() and word not in SPOKEN_LETTERS and not _ROMAN.fullmatch(word):
            return str(word)
    return ""


def _answers_as_words(content: dict[Any, Any]) -> dict[Any, Any]:
    """YAML reads the names «yes» and «no» as true and false; here they are the answers of a condition."""
    conditions = content.get("conditions")
    if not isinstance(conditions, dict):
        return content
    words = {True: "yes", False: "no"}
    return content | {
        "conditions": {
            name: {words.get(answer, answer): said for answer, said in answers.items()}
            if isinstance(answers, dict)
            else answers
            for name, answers in conditions.items()
        }
    }
