"""Facts, days, measures and registers in the words of one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from familymap.declarations import Words
from familymap.explanations.explain import Explainer
from familymap.rules.values import Stored
from familymap.rules.words import value_words
from familymap.web.families.hurting import register_title
from familymap.web.families.reference import Reference

LOCALES = {"kk": "kk", "ru": "ru", "en": "en_GB"}
"""Language → locale of its dates."""


@dataclass(frozen=True)
class Speaker:
    """Says what a reference holds in kk, ru or en."""

    reference: Reference
    language: str

    @property
    def explainer(self) -> Explainer:
        """The country's rules and texts."""
        return self.reference.explainer

    def of(self, words: Words) -> str:
        """A text that exists in every language."""
        return str(getattr(words, self.language))

    def title(self, fact: str) -> str:
        """What a fact is called, begun with a capital."""
        return begun(self.of(self.explainer.title(fact)))

    def value(self, fact: str, value: Stored) -> str | None:
        """A stored value in words; None for unknown."""
        if value is None:
            return None
        codes = self._codes(fact)
        if isinstance(value, str) and value in codes:
            return self.of(codes[value])
        return value_words(value, self.explainer.made.type_of(fact), self.language)

    def day(self, day: date | None, form: str = "long") -> str:
        """A day in words; nothing for none."""
        return "" if day is None else str(format_date(day, form, locale=LOCALES[self.language]))

    def register(self, name: str) -> str:
        """What a register is called on a card."""
        title = self.reference.country.contracts[name].title
        return self.of(register_title(name, title, self.reference.card))

    def measure(self, name: str) -> str:
        """The title of a measure."""
        texts = self.explainer.texts.get(name)
        return str(getattr(texts.title, self.language)) if texts else name

    def _codes(self, fact: str) -> Mapping[str, Words]:
        types = self.reference.country.needs.family_types
        if fact == types.fact:
            return {one.code: one.title for one in types.types}
        return self.explainer.codes.get(fact, {})


def begun(text: str) -> str:
    """The text begun with a capital."""
    return text[:1].upper() + text[1:]
