"""The share of people in exactly their true family, and the cause of the rest."""

from datetime import date

import pyarrow as pa

from familymap.families.quality import family_quality
from tests.families.town import Desk, Town, draw

BORN = date(1980, 1, 1)


def offer_truth(desk: Desk, town: Town, true_families: dict[int, int], wed: tuple[int, int]) -> None:
    """Person numbers equal person ids; `true_families` person → family; everybody lives at dwelling 1."""
    everybody = list(true_families)
    mothers = {row["child"]: row["true_mother"] for row in town.rows["births"] if "true_mother" in row}
    person = [
        {"person_no": who, "mother_no": mothers.get(who), "father_no": None, "dwelling_no": 1}
        for who in everybody
    ]
    kinds = [(name, pa.int64()) for name in ("person_no", "mother_no", "father_no", "dwelling_no")]
    families = {"person_no": everybody, "family_no": list(true_families.values())}
    records = {"source_key": everybody, "person_no": everybody, "role": ["person"] * len(everybody)}
    desk.offer(
        {
            "truth_person": pa.Table.from_pylist(person, schema=pa.schema(kinds)),
            "truth_family": pa.table(families),
            "truth_marriage": pa.table(
                {
                    "marriage_no": [1],
                    "husband_no": [wed[0]],
                    "wife_no": [wed[1]],
                    "ended_on": pa.nulls(1, pa.date32()),
                }
            ),
            "truth_guardianship": pa.table(
                {"child_no": pa.array([], pa.int64()), "guardian_no": pa.array([], pa.int64())}
            ),
            "row_population": pa.table(records),
            "row_births": pa.table(records).slice(0, 0),
        }
    )
    desk.connection.execute("alter table person add column spine_register varchar default 'population'")
    desk.connection.execute("alter table person add column spine_key bigint")
    desk.connection.execute("update person set spine_key = person_id")


def test_causes_are_told_apart() -> None:
    town = Town()
    husband, wife, single, child, mother = (
        town.person(name, date(2015, 1, 1) if name == "child" else BORN, 1)
        for name in ("husband", "wife", "single", "child", "mother")
    )
    town.marry(husband, None, date(2005, 1, 1))
    town.birth(child, None)
    town.rows["births"][0]["true_mother"] = mother
    desk = draw(town)
    offer_truth(desk, town, {husband: 1, wife: 1, single: 2, child: 3, mother: 3}, (husband, wife))
    quality = family_quality(desk)
    assert (quality.people, quality.right) == (5, 1)
    assert quality.causes == {
        "a marriage is missing in the registers or not linked": 2,
        "the act of birth is missing or a parent in it is not linked": 2,
    }
