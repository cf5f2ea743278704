"""Every figure there is: its words in the reader's language, and of which published states it is made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from familymap import country
from familymap.country import Country
from familymap.declarations import Words
from familymap.measures.texts import load_texts
from familymap.measures.titles import load_titles
from familymap.needs.causes import CAUSES, cause_text
from familymap.needs.figure_declaration import Figures, Wording
from familymap.needs.figures import BY_AGE, BY_TYPE, FAMILIES, HOUSEHOLDS, PEOPLE
from familymap.needs.protected import OTHER
from familymap.rulebook import declarations
from familymap.rules.declare import Measure, household
from familymap.texts import translator
from familymap.wellbeing.method import CountingMethod

NUMBER, SHARE, PER_HEAD, CHANGE = "number", "share", "per_head", "change"
COUNT, MONEY, SCORE, INTENSITY, DAYS = "count", "money", "score", "intensity", "days"

State = tuple[str, str]
"""A topic and one of its states, as `figures.parquet` has them."""

Group = tuple[str, str, Sequence[tuple[str, str]]]
"""A grouping, what it is called, its parts with their names."""


@dataclass(frozen=True)
class Figure:
    """A figure that a reader can choose.

    Its lower bound is the sum of the states `sure`, its upper bound adds `maybe`; a share is of the states
    `of`. `ways` are the ways to say it, `groupings` the parts it can be shown for, `short` its title without
    what all of its kind have in common, `levels` the levels of areas it is known for (empty: all).
    """

    name: str
    theme: str
    title: str
    short: str
    plain: str
    kind: str
    sure: tuple[State, ...]
    maybe: tuple[State, ...]
    of: tuple[State, ...]
    ways: tuple[str, ...]
    groupings: Sequence[Group] = ()
    levels: tuple[str, ...] = ()

    def said_as(self, way: str) -> str:
        """number, share or money (tiyn): how a number said in this way is written."""
        if way == SHARE or self.kind in (SCORE, INTENSITY):
            return SHARE
        return MONEY if self.kind == MONEY else NUMBER

    @cached_property
    def topics(self) -> frozenset[str]:
        """The topics it is made of."""
        return frozenset(topic for topic, _ in (*self.sure, *self.maybe, *self.of))


@lru_cache(maxsize=8)
def catalogue(language: str, country_name: str = "kazakhstan") -> tuple[Figure, ...]:
    """Every figure in the order in which it is offered. A publication need not have all of them."""
    return tuple(_Made(country.load(country_name), language).figures())


@lru_cache(maxsize=8)
def smallest(country_name: str) -> int:
    """The smallest number of families, people or changes that a country shows."""
    return country.load(country_name).needs.smallest_published.value


class _Made:
    """The figures of a country in one language."""

    def __init__(self, declared: Country, language: str) -> None:
        self.country, self.language = declared, language
        self.declared: Figures = declared.figures
        self.facts = load_titles(declared)

    def figures(self) -> Iterator[Figure]:
        yield from self._bases()
        yield from self._counted()
        for method in (one for one in self.country.methods.values() if isinstance(one, CountingMethod)):
            yield from self._method(method)
        yield from self._gaps()
        yield from self._freshness()

    def _bases(self) -> Iterator[Figure]:
        for base in (FAMILIES, PEOPLE, HOUSEHOLDS):
            wording, state = self.declared.wordings[base], ((base, "all"),)
            yield self._figure(base, "people", wording, "", state, ways=(NUMBER, CHANGE), base=base)

    def _counted(self) -> Iterator[Figure]:
        for name, one in self.declared.counted.items():
            base = PEOPLE if one.unit == "people" else FAMILIES
            maybe = ((name, "unknown"),)
            of = ((name, "yes"), *maybe, (name, "no")) if one.within else ((base, "all"),)
            yield self._figure(name, one.theme, one, "", ((name, "yes"),), maybe, of, base=base)

    def _method(self, method: CountingMethod) -> Iterator[Figure]:
        topic, title = f"poor_{method.name}", self._said(method.title)
        of = ((FAMILIES, "all"),)
        sure, maybe = ((topic, "yes"),), ((topic, "unknown"),)
        words = self.declared.wordings
        yield self._figure(topic, "lacks", words["poor"], title, sure, maybe, of, kind="people")
        intensity, adjusted = f"intensity_{method.name}", f"adjusted_{method.name}"
        share = (SHARE,)
        yield self._figure(intensity, "lacks", words["intensity"], title, sure, (), (), INTENSITY, share)
        yield self._figure(adjusted, "lacks", words["adjusted"], title, sure, maybe, of, SCORE, share)
        for side, dimension in method.dimensions.items():
            name = f"side_{side}"
            yes, unknown = ((name, "yes"),), ((name, "unknown"),)
            said = self._said(dimension.title)
            yield self._figure(name, "lacks", words["side"], said, yes, unknown, of)
            poor = f"{topic}_{side}"
            yes, unknown = ((poor, "yes"),), ((poor, "unknown"),)
            yield self._figure(poor, "lacks", words["poor_side"], said, yes, unknown, of, "people", base="")
            part = f"{adjusted}_{side}"
            yield self._figure(
                part, "lacks", words["adjusted_side"], said, yes, unknown, of, SCORE, share, base=""
            )
        for indicator, fact in method.facts.items():
            name, title = f"lack_{indicator}", self._said(self.facts[fact])
            yes, unknown = ((name, "yes"),), ((name, "unknown"),)
            yield self._figure(name, "lacks", words["lack"], title, yes, unknown, of)
        for indicator, fact in method.facts.items():
            name, title = f"unmet_{indicator}", self._said(self.facts[fact])
            unclear = ((name, "cannot_tell"), (f"lack_{indicator}", "unknown"))
            yield self._figure(name, "unmet", words["unmet"], title, ((name, "unmet"),), unclear, of)

    def _gaps(self) -> Iterator[Figure]:
        words, of = self.declared.wordings, ((FAMILIES, "all"),)
        titles = {
            name: dict(texts.title.texts())[self.language]
            for name, texts in load_texts(self.country.folder / "measures").items()
        }
        _, measures = declarations(self.country.name)
        named = {one.name: one for one in measures}
        yield self._figure(
            "any_gap", "gaps", words["any_gap"], "", (("any_gap", "gap"),), (("any_gap", "open"),), of
        )
        monthly = tuple((f"gap_{one.name}", "gap") for one in named.values() if _is_monthly(one))
        ways = (NUMBER, PER_HEAD, CHANGE)
        yield self._figure("all_gap_money", "gaps", words["all_gap_money"], "", monthly, (), of, MONEY, ways)
        for cause in CAUSES:
            name = f"cause_{cause}"
            said = cause_text(cause, self.language)
            yield self._figure(name, "gaps", words["cause"], said, ((name, "yes"),), (), of)
        for one in named.values():
            yield from self._measure(one, titles[one.name])

    def _measure(self, measure: Measure, title: str) -> Iterator[Figure]:
        words, topic = self.declared.wordings, f"gap_{measure.name}"
        base = HOUSEHOLDS if measure.unit == household else FAMILIES
        gap, maybe = (topic, "gap"), (topic, "open")
        of = ((base, "all"),)
        yield self._figure(topic, "gaps", words["gap"], title, (gap,), (maybe,), of, base=base)
        if measure.amount:
            wording = words["gap_money" if _is_monthly(measure) else "gap_money_once"]
            name, ways = wording_name(measure), (NUMBER, PER_HEAD, CHANGE)
            yield self._figure(name, "gaps", wording, title, (gap,), (), of, MONEY, ways, base)
        received = (f"take_up_{measure.name}", "received")
        yield self._figure(
            received[0], "take_up", words["take_up"], title, (received,), (maybe,), (received, gap, maybe),
            ways=(SHARE, NUMBER, CHANGE), base=base,
        )  # fmt: skip

    def _freshness(self) -> Iterator[Figure]:
        wording = self.declared.wordings["freshness"]
        for name, contract in self.country.contracts.items():
            figure, state = f"freshness_{name}", (("freshness", name),)
            title = str(getattr(contract.title, self.language))
            yield self._figure(
                figure, "data", wording, title, state, kind=DAYS, ways=(NUMBER,), base="", levels=("country",)
            )

    def _figure(
        self,
        name: str,
        theme: str,
        wording: Wording,
        called: str,
        sure: tuple[State, ...],
        maybe: tuple[State, ...] = (),
        of: tuple[State, ...] = (),
        kind: str = COUNT,
        ways: tuple[str, ...] = (NUMBER, SHARE, CHANGE),
        base: str = FAMILIES,
        levels: tuple[str, ...] = (),
    ) -> Figure:
        title = self._said(wording.title).format(name=called)
        return Figure(
            name=name,
            theme=self._said(self.declared.themes[theme]),
            title=title,
            short=_capitalised(called) or title,
            plain=self._said(wording.plain).format(name=called),
            kind=kind,
            sure=sure,
            maybe=maybe,
            of=of,
            ways=ways,
            groupings=self._groupings(base),
            levels=levels,
        )

    def _groupings(self, base: str) -> Sequence[Group]:
        translated = translator("web_figures", self.language)
        if base == PEOPLE:
            sexes = {"F": self._word("women"), "M": self._word("men")}
            parts = [
                (f"{sex}_{begin}", f"{title}, {self._age(place)}")
                for sex, title in sexes.items()
                for place, begin in enumerate(self.declared.ages)
            ]
            return ((BY_AGE, translated("By sex and age"), parts),)
        if base not in (FAMILIES, HOUSEHOLDS):
            return ()
        parts = [
            (one.code, _capitalised(self._said(one.title))) for one in self.country.needs.family_types.types
        ]
        return ((BY_TYPE, translated("By type of family"), [*parts, (OTHER, translated("Other types"))]),)

    def _age(self, place: int) -> str:
        begins = self.declared.ages
        if place + 1 == len(begins):
            return self._word("age_over").format(name=begins[place])
        return self._word("age_from").format(name=begins[place], to=begins[place + 1] - 1)

    def _word(self, name: str) -> str:
        return self._said(self.declared.wordings[name].title)

    def _said(self, words: Words) -> str:
        return str(getattr(words, self.language))


def wording_name(measure: Measure) -> str:
    """The figure of the money in a measure's gap: per month, or once."""
    return f"gap_money_{measure.name}" if _is_monthly(measure) else f"once_money_{measure.name}"


def by_name(language: str) -> Mapping[str, Figure]:
    """The figures by name."""
    return {one.name: one for one in catalogue(language)}


def _is_monthly(measure: Measure) -> bool:
    return measure.amount is not None and measure.period in ("month", "year")


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
