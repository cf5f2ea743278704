"""From a store of deliveries to a sealed run: the rooms' steps in the one direction of the data."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from familymap.country import Country
from familymap.engine.run import RunOrder
from familymap.engine.steps import Step, plan
from familymap.engine.store import RunStore, SealedRun, StoreError
from familymap.families.identity import PREVIOUS_FAMILY_MEMBERSHIP
from familymap.families.steps import FAMILY_STEPS
from familymap.measures.assessment import assessment_steps
from familymap.needs.gaps import OFFER_HISTORY
from familymap.needs.steps import need_steps
from familymap.people import decisions
from familymap.people.steps import optional_inputs, people_steps
from familymap.portrait.steps import portrait_steps
from familymap.registers import deliveries
from familymap.rulebook import rules_on
from familymap.wellbeing.steps import wellbeing_steps

PREVIOUS = "previous_"
"""How a table of the run before is called in the one that carries on from it."""


def steps(country: Country, as_of: date, missing: Collection[str] = ()) -> list[Step]:
    """Every step from registers to measures under the rules of a day; `missing` registers sent nothing."""
    rules = rules_on(country, as_of)
    return [
        *deliveries.steps(country.contracts),
        *people_steps(country.contracts, country.linkage),
        *FAMILY_STEPS,
        *portrait_steps(rules, missing),
        *wellbeing_steps(country.methods.values()),
        *assessment_steps(rules),
        *need_steps(
            rules,
            country.needs,
            country.contracts,
            country.linkage,
            country.figures,
            country.methods.values(),
        ),
    ]


def run_order(
    store_root: Path, country: Country, as_of: date, known_at: date, facts: Mapping[str, Any]
) -> RunOrder:
    """The order for the run of all families on `as_of`, from what was received until `known_at`.

    `facts` go into the manifest as they are. Raises StoreError when nothing has been received.
    """
    current = deliveries.current(store_root, country.contracts, known_at)
    received = {country.contracts[name].table: files for name, files in current.items() if files}
    if not received:
        raise StoreError(
            f"Nothing was received in {store_root} until {known_at}: begin with «familymap receive»."
        )
    previous = previous_run(RunStore(store_root), as_of, known_at)
    optional = _optional(country)
    inputs: dict[str, Sequence[Path]] = {**received, **_taken_over(previous, optional)}
    if kept := decisions.decision_table(store_root):
        inputs["link_decision"] = [kept]
    empty = {name: columns for name, columns in optional.items() if name not in inputs}
    values = {
        "as_of": as_of,
        "family_rules": country.family_rules,
        "village_codes": country.village_codes,
    }
    missing = sorted(name for name, files in current.items() if not files)
    return RunOrder(
        as_of=as_of,
        known_at=known_at,
        rules_version=country.rules_version,
        planned=plan(steps(country, as_of, missing), {*inputs, *empty}, values),
        inputs=inputs,
        empty_inputs=empty,
        facts={
            **facts,
            "country": country.name,
            "previous_run": previous.run_id if previous else None,
            "registers_missing": missing,
        },
    )


def previous_run(store: RunStore, as_of: date, known_at: date) -> SealedRun | None:
    """The newest run of an earlier day: the one whose numbers of people and families are carried on."""
    earlier = [
        run
        for run in store.runs()
        if (run.manifest["as_of"], run.manifest["known_at"]) < (as_of.isoformat(), known_at.isoformat())
    ]
    return max(earlier, key=lambda run: (run.manifest["as_of"], run.manifest["known_at"]), default=None)


def _taken_over(previous: SealedRun | None, optional: Collection[str]) -> dict[str, Sequence[Path]]:
    """The tables of the previous run that this one asks for, under the name `previous_…`."""
    wanted = [name for name in optional if name.startswith(PREVIOUS)]
    return {name: [previous.table(name.removeprefix(PREVIOUS))] for name in wanted} if previous else {}


def _optional(country: Country) -> dict[str, Mapping[str, str]]:
    """Tables that may be missing, with the columns they would have."""
    return {
        **{contract.table: contract.accepted_types for contract in country.contracts.values()},
        **optional_inputs(country.contracts, country.linkage),
        f"{PREVIOUS}family_membership": PREVIOUS_FAMILY_MEMBERSHIP,
        "offer_history": OFFER_HISTORY,
    }
