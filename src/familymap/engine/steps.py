"""What a step is, and how the order of work follows from what the steps ask for."""

import hashlib
import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter


class PlanError(ValueError):
    """The declared steps cannot be put in an order; the text says which one and why."""


@dataclass(frozen=True)
class Step:
    """A declared function from tables to one table.

    `build` is called with one argument for each name in `needs`: the SQL name of a table, or the value
    given to the run under that name. It returns one SELECT in DuckDB's dialect. `key` names the columns
    that are promised to be unique and never unknown; the table is written in their order. A step that is
    not `sealed` is an intermediate and does not stay in the run.
    """

    name: str
    meaning: str
    needs: tuple[str, ...]
    build: Callable[..., str]
    key: tuple[str, ...] = ()
    sealed: bool = True


@dataclass(frozen=True)
class PlannedStep:
    """A step with its SQL text, ready for an engine."""

    name: str
    meaning: str
    sql: str
    key: tuple[str, ...]
    sealed: bool
    reads: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """Changes whenever the work of this step changes."""
        return hashlib.sha256(f"{self.name}\n{self.key}\n{self.sql}".encode()).hexdigest()[:16]


def step(key: str | tuple[str, ...] = (), sealed: bool = True) -> Callable[[Callable[..., str]], Step]:
    """Declare a function as a step: its name is the table, its arguments are what it asks for."""

    def declare(build: Callable[..., str]) -> Step:
        return Step(
            name=build.__name__,
            meaning=(inspect.getdoc(build) or "").split("\n")[0],
            needs=tuple(inspect.signature(build).parameters),
            build=build,
            key=(key,) if isinstance(key, str) else key,
            sealed=sealed,
        )

    return declare


def plan(steps: Iterable[Step], tables: Collection[str], values: Mapping[str, object]) -> list[PlannedStep]:
    """Order the steps by what they ask for and write their SQL.

    `tables` are the names of tables that are already there, `values` what else a step may ask for by name.
    Raises PlanError for two steps of one name, a name nobody gives, or a circle.
    """
    by_name: dict[str, Step] = {}
    for declared in steps:
        if declared.name in by_name or declared.name in tables or declared.name in values:
            raise PlanError(f"The name «{declared.name}» is given twice: rename one of the steps.")
        by_name[declared.name] = declared
    known = {*by_name, *tables, *values}
    for declared in by_name.values():
        for need in declared.needs:
            if need not in known:
                raise PlanError(
                    f"Step «{declared.name}» asks for «{need}», but no step, table or value has that name."
                )
    asks = {name: {n for n in declared.needs if n in by_name} for name, declared in by_name.items()}
    try:
        order = _stable_order(asks)
    except CycleError as circle:
        raise PlanError("These steps wait for each other: " + " → ".join(circle.args[1])) from None
    return [_planned(by_name[name], values) for name in order]


def _stable_order(asks: Mapping[str, set[str]]) -> list[str]:
    """Dependencies first; among equals the order of declaration: a plan never changes by chance."""
    rank = {name: position for position, name in enumerate(asks)}
    sorter = TopologicalSorter(asks)
    sorter.prepare()
    order: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=rank.__getitem__)
        following = ready.pop(0)
        order.append(following)
        sorter.done(following)
    return order


def _planned(declared: Step, values: Mapping[str, object]) -> PlannedStep:
    sql = declared.build(*(values.get(need, need) for need in declared.needs))
    reads = tuple(need for need in declared.needs if need not in values)
    return PlannedStep(declared.name, declared.meaning, sql, declared.key, declared.sealed, reads)
