"""Needs on a made-up country: what must hold of every run, and how right «due» is against the truth."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from familymap import country, pipeline
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.run import carry_out_run
from familymap.engine.store import RunStore
from familymap.needs.causes import CAUSES, EVIDENCE
from familymap.needs.publication import PublishedRow, published_measures
from familymap.needs.quality import TAKEN_UP, CauseQuality, DueQuality, cause_quality, due_quality
from familymap.needs.unmet import PLACES
from familymap.registers.receive import receive_folder
from familymap.rulebook import rules_on
from familymap.rules.catalogue import Catalogue
from familymap.synthetic.making import make_country
from familymap.synthetic.people import AS_OF

pytestmark = pytest.mark.slow
PEOPLE, SEED = 6_000, 5


@dataclass(frozen=True)
class Country:
    engine: DuckDBEngine
    made: Catalogue
    due: dict[str, DueQuality]
    causes: list[CauseQuality]

    def count(self, sql: str) -> int:
        [(found,)] = self.engine.rows(f"select count(*) from {sql}")
        return int(found)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    root = tmp_path_factory.mktemp("needs")
    declared = country.load()
    make_country(root / "country", PEOPLE, SEED, AS_OF, 1, 2, lambda *_: None)
    receive_folder(root / "country" / "deliveries" / str(AS_OF), root / "store", declared.contracts, AS_OF)
    engine = DuckDBEngine(root / "spill", 1)
    order = pipeline.run_order(root / "store", declared, AS_OF, AS_OF, {"seed": SEED})
    sealed = carry_out_run(RunStore(root / "store"), engine, order, lambda *_: None)
    for name in sealed.manifest["tables"]:
        engine.offer(name, [sealed.table(name)])
    for file in (root / "country" / "truth").glob("*.parquet"):
        engine.offer(file.stem if file.stem.startswith("row_") else f"truth_{file.stem}", [file])
    made, spine = rules_on(declared, AS_OF), declared.linkage.spine
    due = {one.code: one for one in due_quality(engine, made, spine)}
    yield Country(engine, made, due, cause_quality(engine, made, spine))
    engine.close()
    shutil.rmtree(root)


def test_every_gap_is_an_entitlement_not_received_with_a_cause_and_its_evidence(run: Country) -> None:
    assert run.count("gap") == run.count("entitlement where received is not true") > 500
    assert run.count("gap where not received_known") == run.count("entitlement where received is null")
    causes, evidence = (", ".join(f"'{word}'" for word in words) for words in (CAUSES, EVIDENCE))
    assert run.count(f"gap where cause not in ({causes}) or evidence not in ({evidence})") == 0
    assert run.count("gap where at_least > at_most or amount <> at_least or amount <> at_most") == 0


def test_totals_are_those_of_the_assessment_at_every_level_of_areas(run: Country) -> None:
    for measure in run.made.measures.values():
        due = f"assessment_{measure.unit.name} where {measure.name}_due"
        for level in ("settlement", "district", "region", "country"):
            for family_type in ("= 'all'", "<> 'all'"):
                [(units, gaps)] = run.engine.rows(f"""
                    select coalesce(sum(units_due_lower), 0), coalesce(sum(gap_units_lower), 0)
                    from need_total
                    where measure = '{measure.name}' and area_level = '{level}'
                        and family_type {family_type}""")
                assert units == run.count(due), (measure.name, level)
                assert gaps == run.count(f"gap where measure = '{measure.name}' and received_known")


def test_bounds_are_in_order(run: Country) -> None:
    for lower, upper in (
        ("units_due_lower", "units_due_upper"), ("gap_units_lower", "gap_units_upper"),
        ("take_up_lower", "take_up_upper"), ("gap_lower", "due_lower"), ("gap_upper", "due_upper"),
    ):  # fmt: skip
        assert run.count(f"need_total where {lower} > {upper}") == 0, (lower, upper)
    assert run.count("need_total where due_unbounded = 0 and due_lower > due_upper") == 0
    assert run.count("need_family where income_after_lower > income_after_upper") == 0
    assert run.count("need_family where under_after and not under_after_due") == 0


def test_every_family_stands_in_one_place_for_each_lack(run: Country) -> None:
    places = ", ".join(f"'{place}'" for place in PLACES)
    for indicator in ("income", "home", "school", "clinic"):
        assert run.count(f"need_family where {indicator} not in ({places})") == 0
        lacking = run.count(f"portrait_family where deprived_{indicator}")
        assert run.count(f"need_family where {indicator} is not null and {indicator} <> 'unknown'") == lacking


def test_a_possible_overpayment_is_received_and_certainly_not_due(run: Country) -> None:
    for measure in run.made.measures.values():
        listed = f"possible_overpayment p join assessment_{measure.unit.name} a"
        key = f"{measure.unit.name}_id"
        wrong = f"not ({measure.name}_received and not {measure.name}_due)"
        assert (
            run.count(f"{listed} on a.{key} = p.unit_id where p.measure = '{measure.name}' and {wrong}") == 0
        )
    assert run.count("possible_overpayment where failed_conditions = '' or not only_for_a_human") == 0


@pytest.mark.parametrize(
    ("code", "precision", "recall"),
    [
        ("large_family", 0.97, 0.97),
        ("child_disability_care", 0.97, 0.97),
        ("pension_basic", 0.97, 0.97),
        ("birth", 0.95, 0.88),
        ("disability", 0.97, 0.65),
        ("awarded_mother", 0.97, 0.7),
        ("care_to_18m", 0.7, 0.8),
    ],
)
def test_due_is_right_as_often_as_measured(run: Country, code: str, precision: float, recall: float) -> None:
    found = run.due[code]
    assert found.truly > 20
    assert found.precision is not None and found.precision >= precision, found
    assert found.recall is not None and found.recall >= recall, found


def test_every_family_to_whom_something_is_truly_due_is_told_missed_or_asked(run: Country) -> None:
    for one in run.due.values():
        assert one.truly == one.right + one.cannot_tell + one.missed
        assert one.right <= one.said and one.amount_right <= one.amount_known <= one.right


def test_what_was_paid_until_recently_is_received_in_truth(run: Country) -> None:
    late = {one.truth: one.gaps for one in run.causes if one.cause == "payment_late"}
    assert set(late) == {TAKEN_UP}


def test_published_totals_are_those_of_the_run_and_no_small_figure_is_shown(run: Country) -> None:
    declared = country.load().needs
    rows: list[PublishedRow] = list(published_measures(run.engine, declared))
    assert len(rows) == run.count("need_total")
    for row in rows:
        for figure in (row.figures or ())[:4]:
            assert figure == 0 or figure >= declared.smallest_published.value
    [country_row] = [
        row
        for row in rows
        if (row.name, row.area_level, row.family_type) == ("large_family", "country", "all")
    ]
    [expected] = run.engine.rows("""
        select families_gap, families_receipt_unknown, families_received, families_cannot_tell from need_total
        where measure = 'large_family' and area_level = 'country' and family_type = 'all'""")
    assert country_row.figures is None or tuple(country_row.figures[:4]) == expected
