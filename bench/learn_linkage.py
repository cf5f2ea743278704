"""Learns the weights of linking anew on a made-up country.

    python -m bench.learn_linkage FOLDER PEOPLE SEED DAY

Makes the country in FOLDER, links it with the weights of today, and lets Splink learn from the rows that the
personal number did not place. DAY (the date of the training) and the size go into the weights file.
"""

import sys
from datetime import date
from pathlib import Path

from familymap import country
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import plan
from familymap.people import training
from familymap.people.steps import optional_inputs, people_steps
from familymap.registers import deliveries
from familymap.registers.receive import receive_folder
from familymap.synthetic.making import make_country

AS_OF = date(2026, 1, 1)
MEMORY_GB, THREADS = 4.0, 2


def linked_tables(folder: Path, people: int, seed: int) -> Path:
    """The tables of the people room for a fresh country, intermediates too."""
    declared = country.load()
    contracts, linkage = declared.contracts, declared.linkage
    make_country(folder / "made", people, seed, AS_OF, MEMORY_GB, THREADS, _tell)
    delivered = folder / "made/deliveries" / AS_OF.isoformat()
    receive_folder(delivered, folder / "store", contracts, AS_OF, _tell, "en", MEMORY_GB, THREADS)
    engine = DuckDBEngine(folder / "spill", MEMORY_GB, THREADS)
    for name, files in deliveries.current(folder / "store", contracts, AS_OF).items():
        engine.offer(contracts[name].table, files)
    optional = optional_inputs(contracts, linkage)
    for name, columns in optional.items():
        engine.offer_empty(name, columns)
    tables = folder / "tables"
    tables.mkdir(exist_ok=True)
    given = {*(contract.table for contract in contracts.values()), *optional}
    planned = plan([*deliveries.steps(contracts), *people_steps(contracts, linkage)], given, {})
    for done, work in enumerate(planned):
        _tell(work.name, done, len(planned))
        engine.carry_out(work, tables / f"{work.name}.parquet")
    engine.close()
    return tables


def _tell(name: str, done: int, of: int) -> None:
    print(f"\r{done:>4} of {of}  {name:<40}", end="", file=sys.stderr)


def main() -> None:
    folder, people, seed, day = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    tables = linked_tables(folder, people, seed)
    described = f"synthetic country of {people:,} people, seed {seed}, delivery of {AS_OF}"
    training.main(
        [
            str(country.load().folder / "linkage.yaml"),
            str(tables / "place_claim.parquet"),
            str(tables / "spine.parquet"),
            *("--trained-on", described, "--trained-at", day),
        ]
    )


if __name__ == "__main__":
    main()
