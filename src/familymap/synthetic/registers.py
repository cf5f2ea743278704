"""From the truth about people to their circumstances, and from these to every register's delivery."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import Step, plan
from familymap.synthetic.acts import ACT_STEPS
from familymap.synthetic.benefits import BENEFIT_STEPS
from familymap.synthetic.circumstances_health import HEALTH_STEPS
from familymap.synthetic.circumstances_home import HOME_STEPS
from familymap.synthetic.circumstances_study import STUDY_STEPS
from familymap.synthetic.circumstances_work import WORK_STEPS
from familymap.synthetic.deliveries import write_clean, write_delivery, write_truth
from familymap.synthetic.draws import Draws
from familymap.synthetic.extracts import Extract
from familymap.synthetic.extracts_civil import civil_extracts
from familymap.synthetic.extracts_home import HOME_EXTRACTS
from familymap.synthetic.extracts_study import STUDY_EXTRACTS, health_extracts
from familymap.synthetic.extracts_work import LASTING, payment_extracts
from familymap.synthetic.identities import IDENTITY_STEPS
from familymap.synthetic.register_parameters import RegisterParameters

Progress = Callable[[str, int, int], None]
"""Told the name of what begins, how many are done, and how many there are."""

STEPS: Sequence[Step] = (
    *IDENTITY_STEPS,
    *ACT_STEPS,
    *HEALTH_STEPS,
    *WORK_STEPS,
    *HOME_STEPS,
    *BENEFIT_STEPS,
    *STUDY_STEPS,
)


@dataclass(frozen=True)
class Delivery:
    """One dated delivery of all registers: what is true on `as_of`, events after `known_before` where given.

    `begun` is the date of the country's first delivery: what began before it keeps its date.
    """

    seed: int
    as_of: date
    parameters: RegisterParameters
    begun: date
    known_before: date | None = None

    @property
    def draws(self) -> Draws:
        return Draws(self.seed)

    def extracts(self) -> list[Extract]:
        """Every register's extract, in the order in which they are written."""
        today = _literal(self.as_of)
        before = _literal(self.known_before) if self.known_before else None
        return [
            *civil_extracts(self.parameters, self.draws, today, _literal(self.begun), before),
            *LASTING,
            *payment_extracts(self.parameters, self.draws, today, before),
            *HOME_EXTRACTS,
            *STUDY_EXTRACTS,
            *health_extracts(self.parameters, self.draws),
        ]


def write_circumstances(
    engine: DuckDBEngine, delivery: Delivery, truth: Path, work: Path, progress: Progress
) -> None:
    """Work out the circumstances of the people in `truth` and keep them there; intermediates go to `work`."""
    made_here = {declared.name for declared in STEPS}
    given = sorted({file.stem for file in truth.glob("*.parquet")} - made_here)
    for table in given:
        engine.offer(table, [truth / f"{table}.parquet"])
    values = {
        "parameters": delivery.parameters,
        "draws": delivery.draws,
        "as_of": _literal(delivery.as_of),
        "begun": _literal(delivery.begun),
    }
    planned = plan(STEPS, tables=set(given), values=values)
    for position, work_step in enumerate(planned):
        progress(work_step.name, position, len(planned))
        folder = truth if work_step.sealed else work
        engine.carry_out(work_step, folder / f"{work_step.name}.parquet")


def write_deliveries(
    engine: DuckDBEngine,
    delivery: Delivery,
    target: Path,
    truth: Path,
    work: Path,
    progress: Progress,
    earlier_truth: Path | None = None,
) -> None:
    """Write every register's extract into `target`/<date>/ and who each row is into `truth`.

    `work` holds parts that are gone afterwards.
    """
    folder = target / delivery.as_of.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    extracts = delivery.extracts()
    for position, extract in enumerate(extracts):
        progress(extract.register, position, len(extracts))
        clean = write_clean(engine, extract, work)
        write_delivery(engine, extract, clean, delivery.parameters, delivery.draws, folder)
        write_truth(engine, extract, clean, truth, earlier_truth)
        clean.unlink()


def _literal(day: date) -> str:
    return f"date '{day.isoformat()}'"
