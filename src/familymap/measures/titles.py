"""What facts and their codes are called when they are shown, as the country declares it in every language."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from familymap.country import Country
from familymap.declarations import BadDeclaration, Words, read_tree, validated
from familymap.measures.texts import load_texts
from familymap.rulebook import declarations

ROOMS = ("portrait", "wellbeing", "needs")
"""Folders of a country whose texts.yaml names its facts."""


class _Titled(BaseModel):
    model_config = ConfigDict(extra="allow")

    title: Words


class _Codes(BaseModel):
    model_config = ConfigDict(extra="forbid")

    facts: list[str]
    words: dict[str, Words]


class _Region(BaseModel):
    model_config = ConfigDict(extra="ignore")

    kato: str
    names: Words


class _Regions(BaseModel):
    model_config = ConfigDict(extra="ignore")

    regions: list[_Region]


def load_titles(country: Country) -> dict[str, Words]:
    """Fact → title, from the country's texts of the portrait and of wellbeing. Raises BadDeclaration."""
    titles: dict[str, Words] = {}
    for room in ROOMS:
        path = country.folder / room / "texts.yaml"
        if path.exists():
            titles |= _titles_of(path)
    return titles


def load_own_titles(country: Country) -> dict[str, Words]:
    """Fact that a measure declares → title, from the texts of all measures. Raises BadMeasureTexts."""
    return {
        name: as_words(dict(title.texts()))
        for texts in load_texts(country.folder / "measures").values()
        for name, title in texts.facts.items()
    }


def fact_titles(country: Country) -> dict[str, Words]:
    """Fact → title: of the portrait, of wellbeing, of measures, and of what families are asked.

    Raises BadRule, BadDeclaration or BadMeasureTexts.
    """
    rules, _ = declarations(country.name)
    asked = {rule.name: as_words(rule.title) for rule in rules if rule.title}
    return {**asked, **load_own_titles(country), **load_titles(country)}


def _titles_of(path: Path) -> dict[str, Words]:
    content, tree = read_tree(path)
    if not isinstance(content, dict):
        raise BadDeclaration(f"{path}:1: titles are a list of «name: title: …» blocks.")
    return {name: validated(_Titled, block, path, tree, name).title for name, block in content.items()}


def load_codes(country: Country) -> dict[str, dict[str, Words]]:
    """Fact → code → what it means, from codes.yaml and places/regions.yaml. Raises BadDeclaration."""
    path = country.folder / "codes.yaml"
    content, tree = read_tree(path)
    if not isinstance(content, dict):
        raise BadDeclaration(f"{path}:1: codes are a list of «name: facts and words» blocks.")
    blocks = {name: validated(_Codes, block, path, tree, name) for name, block in content.items()}
    codes = {fact: block.words for block in blocks.values() for fact in block.facts}
    return {**codes, **dict.fromkeys(blocks["region"].facts, _regions(country))}


def _regions(country: Country) -> dict[str, Words]:
    path = country.folder / "places" / "regions.yaml"
    content, tree = read_tree(path)
    return {one.kato: one.names for one in validated(_Regions, content, path, tree).regions}


def as_words(texts: Mapping[str, str]) -> Words:
    """A text that a rule carries in its languages."""
    return Words(**texts)


def everywhere(text: str) -> Words:
    """A text that exists in one language only, said in all."""
    return Words(kk=text, ru=text, en=text)
