"""The base facts of people in a small town, and of a made-up country against its truth."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from familymap import country
from familymap.declarations import BadDeclaration
from familymap.engine.duckdb_engine import DuckDBEngine
from familymap.engine.steps import plan
from familymap.families.identity import PREVIOUS_FAMILY_MEMBERSHIP
from familymap.families.steps import FAMILY_STEPS
from familymap.people.steps import optional_inputs, people_steps
from familymap.portrait.base import BASE_STEPS, FAMILY_FACTS, HOUSEHOLD_FACTS, PERSON_FACTS
from familymap.portrait.villages import load_village_codes
from familymap.registers import deliveries
from familymap.registers.receive import receive_folder
from familymap.synthetic.making import make_country
from tests.families.town import AS_OF, RULE_FILE, RULES, Desk, Town, no_previous_run

VILLAGE_CODES = load_village_codes(RULE_FILE.parent / "places" / "village_codes.yaml")
FLAT, HOUSE = 101, 202


def portray(
    town: Town,
    deaths: Sequence[tuple[int, date]] = (),
    citizens: Sequence[tuple[int, str]] = (),
    received_addresses: bool = True,
) -> Desk:
    """The town with its base facts worked out; everybody is a row of the population register."""
    desk = Desk()
    given = {**town.tables(), **no_previous_run()}
    died = dict(deaths)
    given["person"] = pa.Table.from_pylist(
        [
            {**row, "death_date": died.get(row["person_id"]), "sex": row.get("sex", "F")}
            for row in town.people.values()
        ],
        schema=pa.schema(
            [
                ("person_id", pa.int64()),
                ("birth_date", pa.date32()),
                ("death_date", pa.date32()),
                ("sex", pa.string()),
                ("kato", pa.string()),
            ]
        ),
    )
    desk.offer(given)
    desk.connection.execute(
        "alter table person add column spine_register varchar default 'population'; "
        "alter table person add column spine_key bigint; "
        "update person set spine_key = person_id + 1000; "
        "create table population(record_no bigint, citizenship varchar, registered_on date); "
        "create table deaths(act_no bigint, death_date date)"
    )
    for person_id, citizenship in citizens:
        desk.connection.execute(
            "insert into population values (?, ?, date '2001-02-03')", [person_id + 1000, citizenship]
        )
    if not received_addresses:
        desk.connection.execute("create or replace table addresses as select * from addresses where false")
    for number, (_, on) in enumerate(deaths):
        desk.connection.execute("insert into deaths values (?, ?)", [number, on])
    tables = {*given, "population", "deaths"}
    values = {"as_of": AS_OF, "family_rules": RULES, "village_codes": VILLAGE_CODES}
    desk.carry_out(plan([*FAMILY_STEPS, *BASE_STEPS], tables, values))
    return desk


def of(desk: Desk, person_id: int, *columns: str) -> Any:
    [row] = desk.rows(f"select {', '.join(columns)} from person_base where person_id = {person_id}")
    return row[0] if len(row) == 1 else row


def mother_with_children(*born: date) -> tuple[Town, int, list[int]]:
    town = Town()
    mother = town.person("Алма", date(1985, 3, 1), FLAT)
    children = [town.person(f"Бала{number}", day, FLAT) for number, day in enumerate(born)]
    for child in children:
        town.birth(child, mother=mother)
    return town, mother, children


def test_children_are_numbered_by_birth_and_twins_by_their_id() -> None:
    town, mother, children = mother_with_children(
        date(2020, 5, 1), date(2010, 5, 1), date(2015, 5, 1), date(2015, 5, 1)
    )
    desk = portray(town)
    assert [of(desk, child, "birth_order") for child in children] == [4, 1, 2, 3]
    facts = of(desk, mother, "children_born", "youngest_child_birth_date", "youngest_child_order")
    assert facts == (4, date(2020, 5, 1), 4)


def test_a_dead_child_counts_as_born_but_is_not_the_youngest() -> None:
    town, mother, (first, second) = mother_with_children(date(2019, 1, 1), date(2024, 1, 1))
    desk = portray(town, deaths=[(second, date(2024, 6, 1))])
    facts = of(desk, mother, "children_born", "youngest_child_birth_date", "youngest_child_order")
    assert facts == (2, date(2019, 1, 1), 1)
    assert of(desk, first, "birth_order") == 1
    assert desk.rows(f"select 1 from person_base where person_id = {second}") == []


def test_who_bore_nobody_the_register_knows_has_none_and_without_the_register_nobody_knows() -> None:
    town, mother, _ = mother_with_children(date(2019, 1, 1))
    other = town.person("Баян", date(1990, 1, 1), HOUSE)
    assert of(portray(town), other, "children_born", "youngest_child_birth_date") == (0, None)
    alone = Town()
    mother = alone.person("Алма", date(1985, 3, 1), FLAT)
    assert of(portray(alone), mother, "children_born") is None


def test_a_lost_parent_is_told_only_of_parents_who_are_known() -> None:
    town, mother, (child,) = mother_with_children(date(2012, 1, 1))
    father = town.person("Болат", date(1980, 1, 1), FLAT)
    whole = town.person("Ерлан", date(2014, 1, 1), FLAT)
    town.birth(whole, mother=mother, father=father)
    bystander = town.person("Серік", date(1970, 1, 1), HOUSE)
    both = "lost_parent", "lost_both_parents"
    alive = portray(town, deaths=[(bystander, date(2020, 1, 1))])
    assert of(alive, whole, *both) == (False, False)
    assert of(alive, child, *both) == (None, False), "the father is unknown"
    widow = portray(town, deaths=[(father, date(2020, 1, 1))])
    assert of(widow, whole, *both) == (True, False)
    orphan = portray(town, deaths=[(father, date(2020, 1, 1)), (mother, date(2021, 1, 1))])
    assert of(orphan, whole, *both) == (True, True)
    assert of(orphan, child, *both) == (True, None)
    assert of(portray(town), whole, *both) == (None, None), "no act of death was received"


def test_marriage_is_yes_no_or_unknown() -> None:
    town = Town()
    wife = town.person("Айгүл", date(1990, 1, 1), FLAT)
    husband = town.person("Марат", date(1988, 1, 1), FLAT)
    child = town.person("Дана", date(2015, 1, 1), FLAT)
    single = town.person("Олжас", date(1980, 1, 1), HOUSE)
    town.marry(husband, wife, date(2012, 6, 1))
    town.birth(child, mother=wife, father=husband)
    desk = portray(town)
    told = {person: of(desk, person, "married") for person in (wife, husband, child, single)}
    assert told == {wife: True, husband: True, child: False, single: None}


def test_a_guardian_is_named_by_kind_and_adoption_is_no_guardianship() -> None:
    town = Town()
    carer = town.person("Гүлнар", date(1975, 1, 1), FLAT)
    ward = town.person("Әли", date(2014, 1, 1), FLAT)
    adopted = town.person("Сара", date(2016, 1, 1), FLAT)
    own = town.person("Нұр", date(2018, 1, 1), FLAT)
    town.guardian(ward, carer, date(2020, 1, 1))
    town.guardian(adopted, carer, date(2018, 1, 1), kind="adoption")
    town.birth(own, mother=carer)
    desk = portray(town)
    told = {child: of(desk, child, "guardian_kind", "under_guardianship") for child in (ward, adopted, own)}
    assert told == {ward: ("guardianship", True), adopted: ("adoption", False), own: (None, False)}


def test_the_place_is_that_of_the_dwelling_and_a_village_is_told_by_its_code() -> None:
    town = Town()
    places = {"113230100": True, "113220100": False, "751110000": False, "113200000": None}
    people = {}
    for number, code in enumerate(places):
        person = town.person(f"Адам{number}", date(1980, 1, 1), 900 + number, since=date(2015, 4, 1))
        town.rows["addresses"][-1]["kato"] = code
        people[person] = code
    homeless = town.person("Тимур", date(1980, 1, 1))
    town.people[homeless]["kato"] = "113230100"
    desk = portray(town, citizens=[(homeless, "KZ")])
    for person, code in people.items():
        facts = of(desk, person, "area", "region", "rural", "address_known", "registered_since")
        assert facts == (code, code[:2], places[code], True, date(2015, 4, 1))
    facts = of(desk, homeless, "area", "rural", "address_known", "registered_since", "citizenship")
    assert facts == ("113230100", True, False, date(2001, 2, 3), "KZ")
    assert of(desk, homeless, "household_id") is None


def test_families_and_households_are_counted() -> None:
    town, mother, _ = mother_with_children(date(2012, 1, 1), date(2014, 1, 1))
    grandmother = town.person("Әже", date(1955, 1, 1), FLAT)
    desk = portray(town)
    [(head, members)] = desk.rows(
        "select head_person_id, members from family_base join person_base using (family_id) "
        f"where person_id = {mother}"
    )
    assert (head, members) == (mother, 3)
    assert desk.rows("select household_members, families_in_household from household_base") == [(4, 2)]
    assert of(desk, grandmother, "self", "role") == (grandmother, "head")


def bereaved(desk: Desk, person_id: int) -> Any:
    [told] = desk.rows(
        "select bereaved, bereaved_on from family_base join person_base using (family_id) "
        f"where person_id = {person_id}"
    )
    return told


def others_in_the_acts(town: Town) -> None:
    """A couple with a child and another that parted: so that every register of acts was delivered."""
    spouses = [town.person("Біреу", date(1970 + place, 1, 1), 900 + place) for place in range(4)]
    town.marry(spouses[0], spouses[1], date(1999, 1, 1))
    town.birth(town.person("Бала", date(2000, 1, 1), 900), mother=spouses[1], father=spouses[0])
    town.divorce(spouses[2], spouses[3], date(2000, 1, 1))


def test_a_family_is_bereaved_by_the_death_of_a_spouse_parent_or_child_in_the_last_year() -> None:
    town = Town()
    wife = town.person("Айгүл", date(1960, 1, 1), FLAT)
    husband = town.person("Марат", date(1958, 1, 1), FLAT)
    son = town.person("Дәурен", date(1985, 1, 1), HOUSE)
    brother = town.person("Серік", date(1962, 1, 1), 303)
    town.marry(husband, wife, date(1983, 6, 1))
    town.birth(son, mother=wife, father=husband)
    others_in_the_acts(town)
    first, last = date(2025, 1, 2), date(2025, 12, 31)
    desk = portray(town, deaths=[(husband, first)])
    assert bereaved(desk, wife) == bereaved(desk, son) == (True, first), "the widow, and the grown son"
    assert bereaved(desk, brother) == (False, None)
    desk = portray(town, deaths=[(husband, first), (son, last)])
    assert bereaved(desk, wife) == (True, last), "the latest death counts"
    assert bereaved(portray(town, deaths=[(husband, date(2025, 1, 1))]), wife) == (False, None), "over a year"
    assert bereaved(portray(town), wife) == (None, None), "no act of death was received"


def test_who_was_divorced_is_not_bereaved_of_a_spouse() -> None:
    town = Town()
    wife = town.person("Айгүл", date(1960, 1, 1), FLAT)
    husband = town.person("Марат", date(1958, 1, 1), HOUSE)
    town.marry(husband, wife, date(1983, 6, 1))
    town.divorce(husband, wife, date(2001, 6, 1))
    others_in_the_acts(town)
    assert bereaved(portray(town, deaths=[(husband, date(2025, 6, 1))]), wife) == (False, None)


def test_nobody_is_told_to_be_bereaved_or_not_where_acts_were_not_received() -> None:
    died = date(2025, 6, 1)

    def drawn(*acts: str) -> tuple[Desk, int, int]:
        town = Town()
        wife = town.person("Айгүл", date(1960, 1, 1), FLAT)
        husband = town.person("Марат", date(1958, 1, 1), FLAT)
        stranger = town.person("Серік", date(1962, 1, 1), HOUSE)
        son = town.person("Дәурен", date(1985, 1, 1), FLAT)
        if "marriages" in acts:
            town.marry(husband, wife, date(1983, 6, 1))
        if "births" in acts:
            town.birth(son, father=husband)
        if "divorces" in acts:
            town.divorce(stranger, None, date(2001, 6, 1))
        return portray(town, deaths=[(husband, died)]), wife, stranger

    desk, wife, stranger = drawn("marriages", "births", "divorces")
    assert (bereaved(desk, wife), bereaved(desk, stranger)) == ((True, died), (False, None))
    desk, wife, stranger = drawn("marriages", "births")
    assert bereaved(desk, wife) == (None, None), "they may have parted before"
    assert bereaved(desk, stranger) == (False, None)
    for acts in (["births", "divorces"], ["marriages", "divorces"]):
        assert bereaved(drawn(*acts)[0], drawn(*acts)[2]) == (None, None), acts


def test_the_place_is_unknown_where_no_addresses_were_received() -> None:
    """Nobody knows who has moved away from the place that the population register names."""
    town = Town()
    here = town.person("Алма", date(1985, 3, 1), FLAT)
    nowhere = town.person("Серік", date(1985, 3, 1))
    place = ("address_known", "area", "region", "rural", "registered_since")
    desk = portray(town)
    assert of(desk, here, "address_known") is True
    assert of(desk, nowhere, "address_known", "region") == (False, "75")
    desk = portray(town, received_addresses=False)
    assert of(desk, here, *place) == of(desk, nowhere, *place) == (None,) * 5


def test_the_tables_hold_the_facts_that_are_declared() -> None:
    desk = portray(mother_with_children(date(2012, 1, 1))[0])
    for table, facts in (
        ("person_base", PERSON_FACTS),
        ("family_base", FAMILY_FACTS),
        ("household_base", HOUSEHOLD_FACTS),
    ):
        columns = {name: kind for name, kind, *_ in desk.rows(f"describe {table}")}
        told = {name: columns[name].lower() for name in facts}
        assert told == {name: type_.sql for name, type_ in facts.items()}, table


def test_a_declaration_of_villages_with_a_slip_names_file_and_mend(tmp_path: Path) -> None:
    broken = tmp_path / "village_codes.yaml"
    broken.write_text("version: 1\nokrug_begins_at: 5\n", encoding="utf-8")
    with pytest.raises(BadDeclaration, match=r"village_codes\.yaml.*town_okrugs: is missing"):
        load_village_codes(broken)


DAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A country of 4,000 people received, linked, drawn into families and portrayed."""
    folder = tmp_path_factory.mktemp("portrait")
    make_country(folder / "made", 4_000, 23, DAY, 1, 2, lambda *_: None)
    declared = country.load()
    contracts, linkage = declared.contracts, declared.linkage
    receive_folder(folder / "made" / "deliveries" / str(DAY), folder / "store", contracts, DAY)
    engine = DuckDBEngine(folder / "spill", 1)
    for name, files in deliveries.current(folder / "store", contracts, DAY).items():
        engine.offer(contracts[name].table, files)
    for name in ("population", "births"):
        engine.offer(f"row_{name}", [folder / f"made/truth/row_{name}.parquet"])
    for name in ("person", "settlement"):
        engine.offer(f"true_{name}", [folder / f"made/truth/{name}.parquet"])
    empty = {
        **optional_inputs(contracts, linkage),
        "previous_family_membership": PREVIOUS_FAMILY_MEMBERSHIP,
    }
    for name, columns in empty.items():
        engine.offer_empty(name, columns)
    given = {*(contract.table for contract in contracts.values()), *empty}
    steps = [
        *deliveries.steps(contracts), *people_steps(contracts, linkage), *FAMILY_STEPS, *BASE_STEPS,
    ]  # fmt: skip
    values = {"as_of": DAY, "family_rules": declared.family_rules, "village_codes": declared.village_codes}
    tables = folder / "tables"
    tables.mkdir()
    for planned in plan(steps, given, values):
        engine.carry_out(planned, tables / f"{planned.name}.parquet")
    yield engine
    engine.close()


TRUE = """
    with known as (
        select p.person_id, r.person_no from person p
        join row_population r on r.source_key = p.spine_key and p.spine_register = 'population'
    ),
    person_of as (
        select person_no, min(person_id) as person_id from known group by person_no
    )
"""


@pytest.mark.slow
def test_everybody_alive_has_one_row_in_one_family(made: DuckDBEngine) -> None:
    [(rows, people, living, members)] = made.rows(
        "select count(*), count(distinct person_id), (select count(*) from living_person), "
        "(select cast(sum(members) as bigint) from family_base) from person_base"
    )
    assert rows == people == living == members
    [(housed, counted)] = made.rows(
        "select count(household_id), (select cast(sum(household_members) as bigint) from household_base) "
        "from person_base"
    )
    assert housed == counted


@pytest.mark.slow
def test_villages_are_those_of_the_made_up_country(made: DuckDBEngine) -> None:
    rows = made.rows(
        "select s.kind = 'village', b.rural, count(*) from person_base b "
        "join true_settlement s on s.kato = b.area group by all"
    )
    assert {(village, rural) for village, rural, _ in rows} == {(True, True), (False, False)}, rows
    [(everybody, placed)] = made.rows(
        "select count(*), count(s.kato) from person_base b left join true_settlement s on s.kato = b.area"
    )
    assert placed / everybody > 0.97, (placed, everybody)


@pytest.mark.slow
def test_mothers_and_the_order_of_their_children_are_the_true_ones(made: DuckDBEngine) -> None:
    [(told, right, ordered, rightly)] = made.rows(
        f"""{TRUE},
        listed as (select distinct person_no from row_births where role = 'child'),
        child as (
            select t.person_no, t.mother_no,
                row_number() over (partition by t.mother_no order by t.birth_date, t.person_no) as place,
                count(*) over (partition by t.mother_no) = count(l.person_no) over (partition by t.mother_no)
                    as all_listed
            from true_person t left join listed l on l.person_no = t.person_no
            where t.mother_no is not null
        )
        select count(b.mother_id), count(case when b.mother_id = m.person_id then 1 end),
            count(case when c.all_listed then b.birth_order end),
            count(case when c.all_listed and b.birth_order = c.place then 1 end)
        from child c
        join person_of o on o.person_no = c.person_no
        join person_base b on b.person_id = o.person_id
        left join person_of m on m.person_no = c.mother_no
        """
    )
    assert told > 1_000 and right / told > 0.995, (told, right)
    assert ordered > 500 and rightly / ordered > 0.98, (ordered, rightly)


@pytest.mark.slow
def test_a_lost_parent_is_one_who_is_dead(made: DuckDBEngine) -> None:
    [(told, right)] = made.rows(
        f"""{TRUE}
        select count(b.lost_parent),
            count(case when b.lost_parent = (coalesce(m.death_date <= date '{DAY}', false)
                or coalesce(f.death_date <= date '{DAY}', false)) then 1 end)
        from true_person t
        join person_of o on o.person_no = t.person_no
        join person_base b on b.person_id = o.person_id
        left join true_person m on m.person_no = t.mother_no
        left join true_person f on f.person_no = t.father_no
        """
    )
    assert told > 1_000 and right / told > 0.98, (told, right)
