"""Which rule is worked out in which stage, and what the table of each stage holds."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from familymap.rules.catalogue import Catalogue
from familymap.rules.declare import Level, family, household, person
from familymap.rules.tables import ORDER, Table


@dataclass
class Stage:
    """`rules` can be worked out here first; `told` are those its table works out, some of them once more.

    With `is_kept` the later stages of its level begin with its table; with `is_finished` its table holds no
    facts but what `finish` says.
    """

    level: Level
    number: int
    rules: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    is_last: bool = False
    is_kept: bool = False
    is_finished: bool = False

    @property
    def has_table(self) -> bool:
        """Whether the stage writes a table; else it only gathers."""
        return bool(self.told) or self.is_last or self.is_kept


def stages_of(
    made: Catalogue,
    wanted: Mapping[Level, Sequence[str]],
    given: Mapping[Level, Table],
    finished: Collection[Level],
) -> list[Stage]:
    """The rules by level and number; a level that is wanted ends when all that it is to hold is there.

    A finished level's last table no longer has its facts as columns, so it comes after all who ask for them.
    """
    numbers = _numbers(made, wanted, {fact for table in given.values() for fact in table.all_facts})
    stages: dict[int, Stage] = {}
    for name, number in numbers.items():
        stages.setdefault(number, Stage(made.level_of(name), number)).rules.append(name)
    ends: dict[Level, int] = {}
    for level in (person, family, household):
        if level in wanted:
            ends[level] = _end(made, level, wanted, numbers, ends if level in finished else {})
            stages.setdefault(ends[level], Stage(level, ends[level]))
    in_order = [stages[number] for number in sorted(stages)]
    for stage in {one.level: one for one in in_order}.values():
        stage.is_last = True
        stage.is_finished = stage.level in finished and stage.level in wanted
    _tell(made, in_order, wanted, given)
    return in_order


def _tell(
    made: Catalogue,
    stages: Sequence[Stage],
    wanted: Mapping[Level, Sequence[str]],
    given: Mapping[Level, Table],
) -> None:
    """Settle what each table works out; the last stage first, for what is asked of a table comes after it."""
    there = {level: table.all_facts for level, table in given.items()}
    persons = [stage for stage in stages if stage.level == person]
    if persons and given[person].joined:
        persons[0].is_kept, persons[0].told = True, persons[0].rules
        there[person] = there[person].union(persons[0].rules)
    for position, stage in reversed(list(enumerate(stages))):
        if not stage.is_kept:
            asked = _asked_of(made, stage, stages[position + 1 :], wanted)
            stage.told = _own_rules(made, stage.level, asked, there[stage.level])


def _own_rules(made: Catalogue, level: Level, asked: Iterable[str], there: Collection[str]) -> list[str]:
    """The rules of a level to be worked out for what is asked, where some facts are there."""
    rules: set[str] = set()
    waiting = list(asked)
    while waiting:
        name = waiting.pop()
        if name not in there and name not in rules and made.level_of(name) == level:
            rules.add(name)
            waiting += made.rules[name].needs
    return [name for name in made.rules if name in rules]


def _asked_of(
    made: Catalogue, stage: Stage, later: Sequence[Stage], wanted: Mapping[Level, Sequence[str]]
) -> set[str]:
    """What is asked of a stage's table: by the stages after it, until another table takes its place."""
    asked = set(wanted.get(stage.level, ())) if stage.is_last else set()
    for one in later:
        if one.level != stage.level or stage.is_kept:
            asked |= _needs(made, one)
            asked.update(wanted.get(one.level, ()) if one.is_last else ())
        elif one.has_table and not one.is_finished:
            break
    return asked


def _needs(made: Catalogue, stage: Stage) -> set[str]:
    """What a stage asks for: facts of persons for what it gathers, others for what its table works out."""
    gathered = {
        fact for rule in stage.rules for node in made.rules[rule].node.aggregates for fact in node.names
    }
    told = {need for rule in stage.told for need in made.rules[rule].needs}
    return gathered | {need for need in told if stage.level == person or made.level_of(need) != person}


def _end(
    made: Catalogue,
    level: Level,
    wanted: Mapping[Level, Sequence[str]],
    numbers: Mapping[str, int],
    before: Mapping[Level, int],
) -> int:
    """The stage that writes the level's last table; `before`: ends of levels that ask for its facts."""
    waits = [
        _reachable(numbers[name], made.level_of(name), level) for name in wanted[level] if name in numbers
    ]
    if before or level == person:
        waits += [
            _reachable(number, made.level_of(name), level)
            for name, number in numbers.items()
            if made.level_of(name) != level
            and any(need in numbers and made.level_of(need) == level for need in made.rules[name].needs)
        ]
        waits += [_reachable(number, other, level) for other, number in before.items()]
    return max(waits, default=ORDER.index(level))


def _numbers(made: Catalogue, wanted: Mapping[Level, Sequence[str]], there: set[str]) -> dict[str, int]:
    """The stage of each rule that is to be worked out."""
    numbers: dict[str, int] = {}
    for name in made.stands_on(name for names in wanted.values() for name in names):
        if name in there:
            continue
        level = made.level_of(name)
        own = ORDER.index(level)
        waits = [
            _reachable(numbers[need], made.level_of(need), level)
            for need in made.rules[name].needs
            if need in numbers
        ]
        numbers[name] = max(waits, default=own)
    return numbers


def _reachable(number: int, source: Level, target: Level) -> int:
    """The first stage of `target` at which what was worked out at `number` is there."""
    if source == target:
        return number
    later = number + 1
    while ORDER[later % len(ORDER)] != target:
        later += 1
    return later


def kept_facts(
    made: Catalogue,
    stage: Stage,
    later: Sequence[Stage],
    wanted: Mapping[Level, Sequence[str]],
    begins_with: Table,
) -> list[str]:
    """The facts that a stage's table holds: those that are wanted in the order in which they are."""
    asked = _asked_of(made, stage, later, wanted)
    own = [name for name in (*sorted(begins_with.all_facts), *stage.told) if name in asked]
    return list(dict.fromkeys([*(wanted.get(stage.level, ()) if stage.is_last else ()), *own]))
