"""The figures of published worked examples come out, to the last digit that was printed.

1. Alkire and Foster, «Counting and multidimensional poverty measurement», OPHI Working Paper 7 (2007) and
   Journal of Public Economics 95 (2011) 476–487: four people, four dimensions, cut-offs (13, 12, 3, 1), equal
   weights, k = 2 of 4. The matrix was read in public copies.
2. UNDP, Human Development Report 2015, technical note 5 (the multidimensional poverty index), example with
   hypothetical data: four households of 4, 7, 5 and 4 people, ten indicators in three dimensions, k = 1/3.
   Recalled, not read again; the printed figures agree with each other only for this table.
"""

from collections.abc import Iterator
from fractions import Fraction

import duckdb
import pytest

from familymap.wellbeing.counting import family_scores, indicators, measures, patterns
from familymap.wellbeing.method import CountingMethod
from tests.wellbeing.tables import Row, answer, counting_method, families


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def counted(
    database: duckdb.DuckDBPyConnection, method: CountingMethod, rows: list[Row]
) -> tuple[list[Row], dict[str, Row], dict[tuple[str, str], Row]]:
    """Scores of the families, measures by unit, figures of the indicators by unit and name."""
    scored = family_scores(method, families(database, method, rows), (), True)
    pattern = f"({patterns(method, scored, ())}) as pattern"
    figures = answer(database, indicators(method, pattern))
    return (
        answer(database, scored, "family_id"),
        {row["unit"]: row for row in answer(database, measures(method, pattern))},
        {(row["unit"], row["indicator"]): row for row in figures},
    )


ACHIEVEMENTS = [(13.1, 14, 4, 1), (15.2, 7, 5, 0), (12.5, 10, 1, 0), (20, 11, 3, 1)]
CUTOFFS = (13, 12, 3, 1)
LIFE = ("income", "schooling", "health", "insurance")


def test_four_people_of_alkire_and_foster(database: duckdb.DuckDBPyConnection) -> None:
    method = counting_method({name: [name] for name in LIFE}, "1/2")
    people = [
        {name: has < line for name, has, line in zip(LIFE, person, CUTOFFS, strict=True)}
        for person in ACHIEVEMENTS
    ]
    scores, by_unit, figures = counted(database, method, people)
    assert [row["score_at_least"] for row in scores] == [0, 2, 4, 1]
    assert [row["poor"] for row in scores] == [False, True, True, False]
    everybody = by_unit["people"]
    assert everybody["headcount_lower"] == everybody["headcount_upper"] == 1 / 2
    assert everybody["intensity_lower"] == everybody["intensity_upper"] == 3 / 4
    assert everybody["adjusted_lower"] == everybody["adjusted_upper"] == 3 / 8
    raw = [figures["people", name]["raw_lower"] for name in LIFE]
    assert raw == [1 / 4, 3 / 4, 1 / 4, 1 / 2]
    censored = [figures["people", name]["censored_lower"] for name in LIFE]
    assert censored == [1 / 4, 1 / 2, 1 / 4, 1 / 2]
    contributions = [figures["people", name]["contribution"] for name in LIFE]
    assert contributions == pytest.approx([1 / 6, 1 / 3, 1 / 6, 1 / 3], abs=1e-15)


HOUSEHOLDS = {
    "members": [4, 7, 5, 4],
    "schooling": [0, 1, 0, 1],
    "attendance": [0, 1, 0, 0],
    "nutrition": [0, 0, 1, 0],
    "mortality": [1, 1, 0, 1],
    "electricity": [0, 1, 1, 1],
    "water": [0, 0, 1, 0],
    "sanitation": [0, 1, 1, 0],
    "floor": [0, 0, 0, 0],
    "fuel": [1, 1, 1, 1],
    "assets": [0, 1, 0, 1],
}
DIMENSIONS = {
    "education": ["schooling", "attendance"],
    "health": ["nutrition", "mortality"],
    "living": ["electricity", "water", "sanitation", "floor", "fuel", "assets"],
}


def test_four_households_of_the_human_development_report(database: duckdb.DuckDBPyConnection) -> None:
    method = counting_method(DIMENSIONS, "1/3")
    assert method.denominator == 18 and method.poor_from == 6
    rows = [
        {
            name: values[number] if name == "members" else bool(values[number])
            for name, values in HOUSEHOLDS.items()
        }
        for number in range(4)
    ]
    scores, by_unit, figures = counted(database, method, rows)
    shares = [Fraction(row["score_at_least"], row["denominator"]) for row in scores]
    assert [f"{float(share):.1%}" for share in shares] == ["22.2%", "72.2%", "38.9%", "50.0%"]
    people = by_unit["people"]
    assert f"{people['headcount_lower']:.3f}" == "0.800"
    assert f"{people['intensity_lower']:.1%}" == "56.2%"  # 9/16 exactly; printed rounded up, 56.3 %
    assert people["intensity_lower"] == 9 / 16
    assert f"{people['adjusted_lower']:.3f}" == "0.450"
    by_dimension = {
        name: sum(figures["people", indicator]["contribution"] for indicator in of)
        for name, of in DIMENSIONS.items()
    }
    assert f"{by_dimension['education']:.1%}" == "33.3%"
    assert f"{by_dimension['health']:.1%}" == "29.6%"
    assert by_dimension["living"] == pytest.approx(10 / 27, abs=1e-15)
    assert sum(by_dimension.values()) == pytest.approx(1, abs=1e-15)
    assert by_unit["families"]["headcount_lower"] == 3 / 4  # households, where the report counts people
