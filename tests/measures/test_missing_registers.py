"""A register that sent nothing says nothing: an answer may be lost with it, never turned round.

For each register in turn the portrait and the assessment are worked out without its delivery. What was due
is due or cannot be told, what was not due is not due or cannot be told, for everybody whose family and
household are still the same. Where the register is one that families are drawn from, people and families are
drawn without it too, with the numbers they had.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pytest

from familymap.engine.duckdb_engine import quoted
from familymap.families.steps import FAMILY_STEPS
from familymap.measures.assessment import measures_of
from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, family, household, person
from familymap.rules.tables import KEYS
from tests.measures.drawn import ASSESSMENT, DECLARED, PORTRAIT, Drawn, carry_out, engine_in, without

pytestmark = pytest.mark.slow

SPINE = {DECLARED.linkage.spine.newborn, DECLARED.linkage.spine.deaths}
FAMILIES = {need for step in FAMILY_STEPS for need in step.needs} & set(DECLARED.contracts)
REDRAWN = SPINE | FAMILIES
"""Registers without which people or families are not the same."""

POPULATION = DECLARED.linkage.spine.population
"""Without it there is nobody to compare: a person would be whoever was born since acts are electronic."""

BOUND = re.compile(r"_(known|at_least|at_most|possible)\b|_known_|^free_school_meals_may_go|^children_queued")
"""Facts that only bound another one: fewer registers, wider bounds."""

FEWEST_COMPARED = 700
"""People of 3,000 whose family must be the same, or the test says too little."""


@pytest.mark.parametrize("register", sorted(set(DECLARED.contracts) - {POPULATION}))
def test_no_answer_turns_round(
    drawn: Drawn, tmp_path: Path, capsys: pytest.CaptureFixture[str], register: str
) -> None:
    order = without(drawn, register, tmp_path)
    assert order.facts["registers_missing"] == [register]
    there = {} if register in REDRAWN else drawn.files(before_the_rules(drawn) - {register})
    with engine_in(tmp_path) as engine:
        carry_out(engine, order, tmp_path / "tables", [*PORTRAIT, *ASSESSMENT], there)
    pair = Pair(drawn.folder, tmp_path / "tables")
    same, everybody = pair.people_of_same_families()
    answers: Counter[str] = Counter()
    faults: list[str] = []
    for level in (person, family, household):
        for measure, counts in pair.answers(drawn.made, level).items():
            answers.update(counts)
            faults += [f"{measure}: {counts[what]} {what}" for what in TURNED if counts[what]]
        faults += [
            f"{name}: {count} known otherwise"
            for name, count in pair.facts_that_changed(level).items()
            if not BOUND.search(name)
        ]
    with capsys.disabled():
        told = ", ".join(f"{count:,} {what}" for what, count in answers.items() if count)
        print(f"\nwithout {register}: {same:,} of {everybody:,} people in the same family; {told}")
    assert same >= FEWEST_COMPARED
    assert answers["the same"] > 10_000
    assert not faults, "\n".join(faults)


def before_the_rules(drawn: Drawn) -> set[str]:
    """The tables of the run that come before its portrait."""
    tables = {path.stem for path in drawn.folder.glob("*.parquet")}
    return {name for name in tables if not name.startswith(("portrait_", "assessment_", "entitlement"))}


class Pair:
    """The tables of a run beside those of the same run with a register less."""

    def __init__(self, whole: Path, less: Path) -> None:
        self.db = duckdb.connect(config={"threads": 1})
        for name, folder in (("whole", whole), ("less", less)):
            base = folder if (folder / "person_base.parquet").exists() else whole
            self.db.execute(f"create schema {name}")
            for table in (*PORTRAIT, *ASSESSMENT):
                self._view(f"{name}.{table}", folder / f"{table}.parquet")
            self._view(f"{name}.person_base", base / "person_base.parquet")
            for group, column in (("family", "family_id"), ("household", "household_id")):
                self.db.execute(
                    f"create table {name}.{group}_members as select {column}, string_agg(person_id || ' ' "
                    f"|| family_id || ' ' || role, ', ' order by person_id) as members "
                    f"from {name}.person_base where {column} is not null group by {column}"
                )
        self.db.execute(SAME)

    def _view(self, name: str, file: Path) -> None:
        self.db.execute(f"create view {name} as from read_parquet({quoted(file)})")

    def people_of_same_families(self) -> tuple[int, int]:
        """How many people are compared, and how many there were."""
        counted = "select count(*) filter (where same), count(*) from same"
        [(same, everybody)] = self.db.execute(counted).fetchall()
        return same, everybody

    def answers(self, made: Catalogue, level: Level) -> dict[str, dict[str, int]]:
        """Measure → how often an answer turned round, was lost, was gained, stayed."""
        measures = measures_of(made, level)
        counts = [
            f"count(*) filter (where {change.format(w=f'w.{one.name}_due', l=f'l.{one.name}_due')})"
            for one in measures
            for change in CHANGES.values()
        ]
        found = self._one(counts, f"assessment_{level.name}", level)
        width = len(CHANGES)
        return {
            measure.name: dict(zip(CHANGES, found[place * width : (place + 1) * width], strict=True))
            for place, measure in enumerate(measures)
        }

    def facts_that_changed(self, level: Level) -> dict[str, int]:
        """Fact → how often it is known in both runs and not the same."""
        table = f"portrait_{level.name}"
        described = self.db.execute(f"describe whole.{table}").fetchall()
        names = [name for name, *_ in described if name not in ("family_id", "person_id", "household_id")]
        counts = [f"count(*) filter (where w.{name} <> l.{name})" for name in names]
        found = self._one(counts, table, level)
        return {name: count for name, count in zip(names, found, strict=True) if count}

    def _one(self, counts: Sequence[str], table: str, level: Level) -> Sequence[int]:
        key = KEYS[level][1 if level == person else 0]
        text = (
            f"select {', '.join(counts)} from whole.{table} w join less.{table} l using ({key}) "
            f"join same_{level.name} using ({key})"
        )
        [row] = self.db.execute(text).fetchall()
        return row


CHANGES = {
    "due → not due": "{w} and not {l}",
    "not due → due": "not {w} and {l}",
    "the same": "{w} = {l}",
    "lost": "{w} is not null and {l} is null",
    "gained": "{w} is null and {l} is not null",
}
TURNED = tuple(CHANGES)[:2]
"""What must never happen to an answer. One may be gained where the dead stand among the living again."""

SAME = """
create table same as
select person_id, w.family_id, bool_and(
    coalesce(wf.members = lf.members, false)
    and (l.household_id is null or coalesce(wh.members = lh.members, false))
) over (partition by w.family_id) as same
from whole.person_base w
left join less.person_base l using (person_id)
left join whole.family_members wf on wf.family_id = w.family_id
left join less.family_members lf on lf.family_id = l.family_id
left join whole.household_members wh on wh.household_id = w.household_id
left join less.household_members lh on lh.household_id = l.household_id;
create table same_person as select person_id from same where same;
create table same_family as select distinct family_id from same where same;
create table same_household as
select w.household_id from whole.household_members w
join less.household_members l on l.household_id = w.household_id and l.members = w.members;
"""
"""Who is compared: everybody in whose family nobody's membership, role or housemates changed.

Nothing is known of housemates where no addresses were delivered; that is no change.
"""
