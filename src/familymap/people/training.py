"""Learns the scorer's weights with Splink, offline: a run never needs Splink, only the weights file.

The comparisons are the scorer's own, so every learned weight fits a level of the link tables. Splink's
expectation–maximisation needs no truth: real registers can train it, too.

    python -m familymap.people.training LINKAGE CLAIMS PERSONS --trained-on TEXT --trained-at DAY

LINKAGE is a country's linkage.yaml; CLAIMS and PERSONS are the tables `place_claim` and `spine` as Parquet.
linkage_weights.json beside LINKAGE is written anew, its version raised by one.
"""

import argparse
import json
import math
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from familymap.engine.store import write_whole
from familymap.people.candidates import BLOCK_KEYS, compared_fields, known_sql
from familymap.people.claims import BANDED
from familymap.people.linkage import Linkage, load_linkage
from familymap.people.scorer import Comparison

RANDOM_PAIRS = 1e7
BLOCKED_PAIRS = 2e6
SEED = 7
FIRST_GUESS = 0.0001
"""Share of true pairs with which the learning begins."""
WEIGHTS_FILE = "linkage_weights.json"
RAREST_ERROR = 0.0005
"""An error that the training data never makes is not impossible: no level has a smaller m than this."""
LIMITS = {"iin": 8.0}
"""Bits. A number repeats the birth date and neighbours in age have near numbers: it may not count twice."""
LIMIT = 15.0
"""Bits: a level never seen among random pairs would weigh without end."""
TRAINING_BLOCKS = (
    ("birth_date", "given_name"),
    ("surname", "given_name"),
    ("surname", "birth_date"),
)
"""Each session learns the fields that it does not block on; together they cover all."""


def train(linkage: Linkage, claims: Path, persons: Path) -> dict[str, dict[str, float]]:
    """Weights in bits by comparison and level, learned from unplaced descriptions against persons."""
    from splink import block_on

    linker = _linker(linkage, claims, persons)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for keys in TRAINING_BLOCKS:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*keys), max_pairs=BLOCKED_PAIRS
        )
    learned = linker.misc.save_model_to_json()
    return {
        comparison.field: _bits(comparison, learned["comparisons"][place], linkage)
        for place, comparison in enumerate(compared_fields(linkage))
    }


def splink_links(linkage: Linkage, claims: Path, persons: Path, least_bits: float) -> Any:
    """Splink's own pairs with these weights, over the same blocks and without any prior: for checks."""
    linker = _linker(linkage, claims, persons, linkage.weights.bits)
    return linker.inference.predict(threshold_match_weight=least_bits).as_duckdbpyrelation()


def _linker(
    linkage: Linkage,
    claims: Path,
    persons: Path,
    bits: Mapping[str, Mapping[str, float]] | None = None,
) -> Any:
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    api = DuckDBAPI()
    database = api._con
    database.execute(f"create view spine as select * from read_parquet('{persons}')")
    database.execute("create view surname_alias as select person_id, surname_skeleton from spine where false")
    bands = ", ".join(f"cast(null as smallint) as {field}_band" for field in (*BANDED, "iin"))
    fields = ", ".join(("iin", "surname", "given_name", "patronymic", "birth_date", "place"))
    band_columns = ", ".join(f"{field}_band" for field in (*BANDED, "iin"))
    database.execute(
        f"create view claim as select claim_id as unique_id, {fields}, {band_columns} "
        f"from read_parquet('{claims}') where version = 1"
    )
    database.execute(
        f"create view known as select person_id as unique_id, {fields}, {bands} from ({known_sql('spine')})"
    )
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[_splink_comparison(comparison, bits) for comparison in compared_fields(linkage)],
        blocking_rules_to_generate_predictions=[
            block_on(*(BLOCK_KEYS[key].replace("{x}.", "") for key in keys))
            for tier in linkage.tiers
            for keys in tier
        ],
        probability_two_random_records_match=0.5 if bits else FIRST_GUESS,
    )
    # Splink takes the table whose name comes first as the left side: claims carry the bands.
    tables = [
        api.register(name, dataset_display_name=f"{place}_{name}")
        for place, name in ((1, "claim"), (2, "known"))
    ]
    return Linker(tables, settings, log_level="ERROR")


def _splink_comparison(
    comparison: Comparison, bits: Mapping[str, Mapping[str, float]] | None
) -> dict[str, Any]:
    left, right = f"{comparison.field}_l", f"{comparison.field}_r"
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": f"{left} is null or {right} is null",
            "label_for_charts": "unknown",
            "is_null_level": True,
        }
    ]
    for level in comparison.levels:
        condition = level.condition.format(left=left, right=right, band=f"{comparison.field}_band_l")
        described: dict[str, Any] = {
            "sql_condition": "ELSE" if level.name == "other" else condition,
            "label_for_charts": level.name,
        }
        if bits is not None:
            described |= _probabilities(bits[comparison.field][level.name])
        levels.append(described)
    return {"output_column_name": comparison.field, "comparison_levels": levels}


def _probabilities(bits: float) -> dict[str, float]:
    """Any m and u with the right ratio: a prediction asks for nothing else."""
    return {"m_probability": min(0.5, 0.5 * 2**bits), "u_probability": min(0.5, 0.5 / 2**bits)}


def _bits(comparison: Comparison, learned: Mapping[str, Any], linkage: Linkage) -> dict[str, float]:
    """log2(m/u) of every level; what could not be learned keeps the weight it had.

    A plain disagreement never speaks for a link, even where it is rarer among random pairs.
    """
    by_label = {level["label_for_charts"]: level for level in learned["comparison_levels"]}
    limit = LIMITS.get(comparison.field, LIMIT)
    bits: dict[str, float] = {}
    for level in comparison.levels:
        m, u = (by_label[level.name].get(f"{kind}_probability") for kind in "mu")
        if u is None or m is None:
            weight = linkage.weights.bits[comparison.field][level.name]
        else:
            weight = math.log2(max(m, RAREST_ERROR) / u)
        highest = 0.0 if level.name == "other" else limit
        bits[level.name] = round(max(-limit, min(highest, weight)), 2)
    return bits


def main() -> None:
    """Read the arguments, train, write the weights file."""
    parser = argparse.ArgumentParser(description="Learn the weights of the scorer with Splink.")
    for name in ("linkage", "claims", "persons"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--trained-on", required=True, help="What the training data is, in words.")
    parser.add_argument("--trained-at", required=True, type=date.fromisoformat)
    given = parser.parse_args()
    linkage = load_linkage(given.linkage)
    weights = {
        "version": linkage.weights.version + 1,
        "trained_on": given.trained_on,
        "trained_at": given.trained_at.isoformat(),
        "bits": train(linkage, given.claims, given.persons),
    }
    target = given.linkage.with_name(WEIGHTS_FILE)
    write_whole(target, json.dumps(weights, indent=2, ensure_ascii=False) + "\n")
    print(f"Weights version {weights['version']} written to {target}.")


if __name__ == "__main__":
    main()
