"""OpenFisca's side: the rules as its variables, over the same Parquet files.

    python -m bench.peers.theirs FOLDER answers TARGET
    python -m bench.peers.theirs FOLDER catalogue TARGET
    python -m bench.peers.theirs FOLDER what-ifs

Written to be quick: each file is read once, and persons join their families by position.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy
import pyarrow
import pyarrow.parquet as parquet
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from bench.peers.data import FAMILIES, PERSONS
from bench.peers.measures import FULL_CATALOGUE, MEASURES, Measures
from bench.peers.their_rules import INPUTS, full_catalogue, law
from bench.peers.values import WHAT_IFS

PERIOD = "2026-01"
HUNDREDTHS = ("wage", "pension", "area")
"""Columns that the files hold in hundredths."""


def read(folder: Path) -> dict[str, dict[str, numpy.ndarray]]:
    """The columns of both files, money and areas as people write them."""
    columns = {}
    for entity, table in (("person", PERSONS), ("family", FAMILIES)):
        names = ["family_id", *INPUTS[entity]] + (["household_id"] if entity == "family" else [])
        read_in = parquet.read_table(folder / f"{table}.parquet", columns=names)
        columns[entity] = {name: read_in[name].to_numpy() for name in names}
        for name in HUNDREDTHS:
            if name in names:
                columns[entity][name] = (columns[entity][name] / 100).astype(numpy.float32)
    return columns


def simulation(system: TaxBenefitSystem, columns: Mapping[str, Mapping[str, numpy.ndarray]]) -> Simulation:
    """The families with their members and inputs; both files are in the order of the family's number."""
    builder = SimulationBuilder()
    builder.create_entities(system)
    persons, families = builder.populations["person"], builder.populations["family"]
    families.ids = columns["family"]["family_id"]
    families.count = len(families.ids)
    persons.ids = persons_of = columns["person"]["family_id"]
    persons.count = len(persons_of)
    families.members_entity_id = numpy.searchsorted(families.ids, persons_of)
    made = builder.build(system)
    for entity, inputs in INPUTS.items():
        for name in inputs:
            made.set_input(name, PERIOD, columns[entity][name])
    return made


def answers(made: Simulation, measures: Measures) -> dict[str, numpy.ndarray]:
    """For each measure: due, each condition's answer in two bits, amount in tiyn (0 where not due)."""
    told: dict[str, numpy.ndarray] = {}
    for measure, (conditions, amount) in measures.items():
        met = [made.calculate(name, PERIOD) for name in conditions]
        due = numpy.logical_and.reduce(met)
        bits = sum(one.astype(numpy.int64) << (2 * place) for place, one in enumerate(met))
        tenge = made.calculate(amount, PERIOD).astype(numpy.int64)
        told |= {
            f"{measure}_due": due,
            f"{measure}_conditions": bits,
            f"{measure}_amount": tenge * 100 * due,
        }
    return told


def answer(system: TaxBenefitSystem, measures: Measures, folder: Path, target: Path) -> None:
    """Every family's answers as a Parquet file."""
    columns = read(folder)
    told = answers(simulation(system, columns), measures)
    keys = {name: columns["family"][name] for name in ("family_id", "household_id")}
    parquet.write_table(pyarrow.table({**keys, **told}), target, compression="zstd")


def what_if(folder: Path) -> dict[str, list[int]]:
    """For each change of law: families due and tiyn of each measure."""
    columns = read(folder)
    numbers = {}
    for name, changed in WHAT_IFS.items():
        told = answers(simulation(law(changed), columns), MEASURES)
        numbers[name] = [
            int(told[f"{measure}_{part}"].sum()) for measure in MEASURES for part in ("due", "amount")
        ]
    return numbers


def main(arguments: Sequence[str]) -> None:
    """Do what was typed."""
    folder = Path(arguments[0])
    match arguments[1:]:
        case ["answers", target]:
            answer(law({}), MEASURES, folder, Path(target))
        case ["catalogue", target]:
            answer(full_catalogue(), FULL_CATALOGUE, folder, Path(target))
        case ["what-ifs"]:
            for name, numbers in what_if(folder).items():
                print(name, *numbers)


if __name__ == "__main__":
    main(sys.argv[1:])
