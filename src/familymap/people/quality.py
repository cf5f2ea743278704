"""How good the links are, against the truth of a synthetic country."""

from collections.abc import Sequence
from dataclasses import dataclass

from familymap.engine.base import Engine
from familymap.people.linkage import Linkage, SpineSources
from familymap.people.subjects import Subject

ALL = "all registers"


@dataclass(frozen=True)
class LinkQuality:
    """Counts over the rows of one register and role whose true person is on the spine, and over its links.

    `rows` all rows; `known` rows whose person is on the spine; `linked` links made; `right` links to the
    true person. `unnumbered_*` the same over rows without a personal number.
    """

    register: str
    role: str
    rows: int
    known: int
    linked: int
    right: int
    unnumbered_known: int
    unnumbered_linked: int
    unnumbered_right: int

    @property
    def precision(self) -> float | None:
        """Share of the links that are right."""
        return self.right / self.linked if self.linked else None

    @property
    def recall(self) -> float | None:
        """Share of the rows with a person on the spine that are linked to that person."""
        return self.right / self.known if self.known else None

    @property
    def unnumbered_precision(self) -> float | None:
        return self.unnumbered_right / self.unnumbered_linked if self.unnumbered_linked else None

    @property
    def unnumbered_recall(self) -> float | None:
        return self.unnumbered_right / self.unnumbered_known if self.unnumbered_known else None


def link_quality(engine: Engine, subjects: Sequence[Subject], linkage: Linkage) -> list[LinkQuality]:
    """One row per register and role, and the sum of all as the last.

    Offered must be the registers, the link tables, `person`, and the truth `row_<register>` (source_key,
    role, person_no). A row's own person counts as found when it is the person made from it, too.
    """
    by_subject = [
        LinkQuality(
            subject.register, subject.role, *(int(n) for n in engine.rows(_sql(subject, linkage.spine))[0])
        )
        for subject in subjects
    ]
    sums = [sum(getattr(quality, name) for quality in by_subject) for name in _COUNTS]
    return [*by_subject, LinkQuality(ALL, "", *sums)]


_COUNTS = tuple(LinkQuality.__dataclass_fields__)[2:]


def _sql(subject: Subject, spine: SpineSources) -> str:
    right = "count(case when p.person_no = t.person_no then 1 end)"
    known = "count(case when k.person_no is not null then 1 end)"
    linked = "count(l.person_id)"
    unnumbered = f"s.{subject.iin} is null"
    counts = [linked, right]
    without = [count.replace("case when", f"case when {unnumbered} and") for count in (known, right)]
    return f"""
        with made_person as ({_person_numbers(spine)}),
        known_person as (select distinct person_no from made_person where person_no is not null)
        select count(*), {known}, {", ".join(counts)}, {without[0]},
            count(case when {unnumbered} then l.person_id end), {without[1]}
        from {subject.register} as s
        join {subject.link_table} as l on l.source_key = s.{subject.key}
        left join row_{subject.register} as t on t.source_key = s.{subject.key} and t.role = '{subject.role}'
        left join made_person as p on p.person_id = l.person_id
        left join known_person as k on k.person_no = t.person_no"""


def _person_numbers(spine: SpineSources) -> str:
    """SELECT: person_id, person_no — who each person of the run truly is, by the record it was made from."""
    records = f"""
        select '{spine.population}' as register, source_key, person_no from row_{spine.population}
        union all
        select '{spine.newborn}', source_key, person_no from row_{spine.newborn}
        where role = '{spine.newborn_role}'"""
    return f"""
        select p.person_id, t.person_no from person as p
        join ({records}) as t on t.register = p.spine_register and t.source_key = p.spine_key"""
