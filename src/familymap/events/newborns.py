"""Is a newborn child taken for somebody, or somebody's row for the child's? By a run's blocks and scores.

An act of birth makes a person only where nobody known resembles the child; and a new person may be the one
for whom rows elsewhere have waited. Both are looked up in the blocks of the run and scored by its own text.
When anything is found, the birth is left to the next run.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from math import log

import duckdb

from familymap.engine.handful import Handful, days, fingerprint
from familymap.engine.steps import plan
from familymap.events.event import Refused
from familymap.events.index import Index
from familymap.events.likeness_index import CLAIM, KNOWN, SKELETONS, block_key, blocks_of, first_born
from familymap.people.candidates import stage_steps
from familymap.people.claims import NAMES, Stage
from familymap.people.linkage import Linkage
from familymap.people.names import spellings
from familymap.people.scorer import SCALE
from familymap.rules.values import Stored

NOBODYS_NUMBER = 2
"""The band of a right number that nobody known has (see `people.claims`)."""

MAYBE_KNOWN = "The child resembles somebody in the population register: the next run, or a human, decides."
AWAITED = "Rows of other registers seem to speak of the child already: the next run links them."
LATE = "The child was born before {day}: a late act of birth is left to the next run."
CROWDED = "So many people are new that the bar for doubtful links rises: the next run decides."


class Newborns:
    """Looks newborn children up in one run."""

    def __init__(self, index: Index, linkage: Linkage) -> None:
        self._index, self._linkage = index, linkage
        self._engine = Handful()
        self._folding: duckdb.DuckDBPyConnection | None = None
        self._engine.table("newborn_claim", CLAIM)
        self._engine.table("newborn_known", KNOWN)
        self._engine.table("surname_alias", ("person_id", "surname_skeleton"))
        early, every = linkage.tiers[: linkage.tiers_for_unknown_numbers], linkage.tiers
        self._known = self._search("known", tuple(blocks_of(linkage, len(early))), index.crowd.population)
        self._waiting = self._search("waiting", tuple(blocks_of(linkage, len(every))), index.crowd.people)

    def check(self, record: Mapping[str, Stored], place: Stored) -> None:
        """Raises Refused when a run might take the child for somebody, or somebody's row for the child's."""
        born = record["birth_date"]
        assert isinstance(born, date)
        if born < first_born(self._index.as_of):
            raise Refused(LATE, left=True, day=first_born(self._index.as_of))
        number = record["iin"]
        assert isinstance(number, int)
        if self._index.table("waiting_number").has(number):
            raise Refused(AWAITED, left=True)
        claim = self._claim(record, place)
        self._engine.fill("newborn_claim", [[claim[column] for column in CLAIM]])
        keys = {name: self._keys(name) for name in ("known", "waiting")}
        if self._found("known", keys["known"], KNOWN, "newborn_known"):
            raise Refused(MAYBE_KNOWN, left=True)
        self._engine.fill("newborn_known", [[claim[column] for column in KNOWN]])
        if self._found("waiting", keys["waiting"], CLAIM, "newborn_claim"):
            raise Refused(AWAITED, left=True)

    def may_grow(self, by: int) -> bool:
        """Whether so many new people leave every link of the run as it is."""
        people = self._index.crowd.people
        return _bits(people + by) - _bits(people) <= self._index.crowd.slack

    def _search(self, name: str, blocks: tuple[tuple[str, ...], ...], people: int) -> str:
        """Prepare the candidates of one round over all its blocks at once; the name of their table."""
        stage = Stage(f"{name}_round", (), "newborn_known", ("newborn_known",), None, 0.0, _bits(people))
        linkage = self._linkage.model_copy(update={"tiers": (blocks,)})
        tier = stage.tiers(linkage)[0]
        [step] = [one for one in stage_steps(stage, linkage) if one.name == tier]
        self._engine.view(stage.claims, "select * from newborn_claim")
        self._engine.prepare(plan([step], set(step.needs), {}))
        keys = ", ".join(block_key(block, "c") for block in blocks)
        self._engine.view(f"{name}_keys", f"select {keys} from newborn_claim as c")
        return tier

    def _keys(self, name: str) -> Sequence[int]:
        [keys] = self._engine.rows(f"select * from {name}_keys")
        return [key for key in keys if key is not None]

    def _found(self, name: str, keys: Sequence[int], columns: Sequence[str], target: str) -> bool:
        """Whether one of the records in these blocks reaches the bar."""
        blocks, records = self._index.table(f"{name}_block"), self._index.table(name)
        lines = {line for key in keys for line in blocks.values(key, "line")}
        rows = [
            [self._plain(name, record[name]) for name in columns]
            for line in sorted(line for line in lines if isinstance(line, int))
            for record in records.found(line, columns)
        ]
        if not rows:
            return False
        tier = self._known if name == "known" else self._waiting
        self._engine.fill(target, rows)
        self._engine.work_out([tier])
        return bool(self._engine.rows(f"select 1 from {tier} limit 1"))

    def _claim(self, record: Mapping[str, Stored], place: Stored) -> dict[str, object]:
        """The child as a description, names as skeletons, and as a person's record under other names."""
        folded = {field: self._skeleton(field, record[field]) for field in NAMES}
        born = record["birth_date"]
        assert isinstance(born, date)
        told: dict[str, object] = {
            "claim_id": 0,
            "version": 1,
            "iin": self._plain("iin", record["iin"]),
            "birth_date": days(born),
            "place": place,
            **folded,
            **{f"{field}_band": self._band(field, folded[field]) for field in NAMES},
            "place_band": self._band("place", place),
            "iin_band": NOBODYS_NUMBER,
            "person_id": 0,
            "kato": place,
        }
        return told | {skeleton: folded[field] for skeleton, field in zip(SKELETONS, NAMES, strict=True)}

    def _plain(self, column: str, value: Stored) -> object:
        """A value as the small engine holds it; personal numbers are texts there."""
        if column == "iin" and value is not None:
            return f"{value:0{self._linkage.number.length}d}"
        return days(value) if isinstance(value, date) else value

    def _band(self, field: str, value: object) -> int:
        key = fingerprint(f"{field}|{value}")
        found = next(self._index.table("rarity").values(key, "band"), None)
        return found if isinstance(found, int) else len(self._linkage.rarity)

    def _skeleton(self, field: str, name: Stored) -> str | None:
        """A name's skeleton: as the run knew it, else folded anew by the same text."""
        if name is None:
            return None
        spelled = list(self._index.table(f"spelling_{field}").values(fingerprint(str(name)), "skeleton"))
        if spelled:
            return None if spelled[0] is None else str(spelled[0])
        if self._folding is None:
            self._folding = duckdb.connect(config={"threads": 1})
        text = spellings(field, "select $name as raw", self._linkage.names)
        [(_, skeleton)] = self._folding.execute(text, {"name": name}).fetchall()
        return None if skeleton is None else str(skeleton)


def _bits(people: int) -> int:
    """log2 of a number of people in whole hundredths, as `people.candidates.people_bits` gives it."""
    return int(SCALE * log(max(people, 1)) / log(2) + 0.5)
