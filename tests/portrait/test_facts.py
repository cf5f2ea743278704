"""The facts of the portrait: declared in three languages, and right about families told in a few lines."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from familymap import country
from familymap.kazakhstan.portrait import assets, benefits, education, health, housing, income, social, work
from familymap.rulebook import BASE, registers
from familymap.rules.catalogue import Catalogue, catalogue, declared_in
from familymap.rules.declare import family, household, person
from familymap.rules.parameter_files import load_parameters
from familymap.rules.sources import of_rows, of_silence
from familymap.rules.unit import Evaluation, OneFamily
from familymap.rules.values import shown, stored

DAY = date(2026, 1, 1)
MODULES = (income, work, benefits, assets, social, housing, health, education)
DECLARED = country.load()


@cache
def facts_on(day: date = DAY) -> Catalogue:
    """The portrait's facts alone, without wellbeing and measures."""
    rules, _ = declared_in(MODULES)
    files = [DECLARED.folder / "parameters.yaml", DECLARED.folder / "portrait" / "parameters.yaml"]
    return catalogue(rules, [], load_parameters(files), registers(DECLARED), BASE, day)


@cache
def evaluation() -> Evaluation:
    return Evaluation(facts_on())


def as_stored(name: str, value: Any) -> Any:
    return value if value is None else stored(value, facts_on().type_of(name))


def member(age: int | None = None, role: str = "head", **facts: Any) -> dict[str, Any]:
    """A person of that age (and a month), a man unless said otherwise; money in tenge."""
    born = None if age is None else date(DAY.year - age - 1, 12, 1)
    given_facts = {"birth_date": born, "role": role, "sex": "M", **facts}
    return {name: as_stored(name, value) for name, value in given_facts.items()}


def told(members: list[dict[str, Any]], *names: str, **given_facts: Any) -> Any:
    """These facts of the family, of its household, or of its first member; as people write them."""
    one = OneFamily(
        [dict(facts) for facts in members],
        {"members": len(members)},
        {"household_members": len(members), "families_in_household": 1},
    )
    for name, value in given_facts.items():
        place = one.household if facts_on().level_of(name) == household else one.family
        place[name] = as_stored(name, value)
    whole = evaluation().complete(one)
    by_level: dict[Any, Mapping[str, Any]] = {
        person: whole.members[0],
        family: whole.family,
        household: whole.household,
    }
    found = [shown(by_level[facts_on().level_of(n)][n], facts_on().type_of(n)) for n in names]
    return found[0] if len(found) == 1 else tuple(found)


def from_rows(name: str, *rows: dict[str, Any]) -> Any:
    """A fact over these rows of its register; what a row does not say is unknown."""
    made = facts_on()
    settled = made.rules[name]
    register = made.registers[settled.rule.register]
    whole = [
        {
            column: None if row.get(column) is None else stored(row[column], type_)
            for column, type_ in register.columns.items()
        }
        for row in rows
    ]
    value = of_rows(settled, register, whole) if rows else of_silence(settled, register)
    return shown(value, settled.type)


WORKER = {"wage_quarter": 900_000, "wage_quarter_at_least": 900_000, "has_contract": True}


# Declarations


@pytest.mark.parametrize("day", [date(2021, 1, 1), date(2022, 12, 31), DAY])
def test_the_facts_load_on_any_day(day: date) -> None:
    assert len(facts_on(day).rules) >= 85


def test_every_fact_has_a_title_in_three_languages_and_no_title_is_left_over() -> None:
    file = DECLARED.folder / "portrait" / "texts.yaml"
    texts = yaml.safe_load(file.read_text(encoding="utf-8"))
    rules = facts_on().rules
    own = {name for name, settled in rules.items() if settled.rule.kind != "asked"}
    base = {name for facts in BASE.values() for name in facts}
    assert set(texts) == own | base
    for language in ("kk", "ru", "en"):
        titles = [text["title"][language] for text in texts.values()]
        assert all(title.strip() == title and not title.endswith(".") for title in titles)
        assert len(set(titles)) == len(titles), "two facts with one title cannot be told apart"
    for settled in rules.values():
        if settled.rule.kind == "asked":
            assert set(settled.rule.title) == set(settled.rule.question) == {"kk", "ru", "en"}


def test_every_benefit_of_the_register_has_its_two_facts() -> None:
    codes = DECLARED.contracts["benefits"].columns["benefit_code"].codes
    assert codes
    for code in codes:
        assert {f"receives_{code}", f"amount_{code}"} <= set(facts_on().rules), code


def test_every_register_about_living_people_is_read() -> None:
    read = {settled.rule.register for settled in facts_on().rules.values() if settled.rule.register}
    read_by_families = {
        "addresses", "births", "deaths", "divorces", "guardianship", "marriages", "population",
    }  # fmt: skip
    assert read | read_by_families == set(DECLARED.contracts)


# Facts over rows


def test_a_certificate_holds_on_its_first_and_last_day() -> None:
    def certificates(first: date, last: date | None) -> Any:
        return from_rows("disability_certificates", {"valid_from": first, "valid_to": last})

    assert certificates(DAY, DAY) == 1
    assert certificates(date(2025, 1, 1), None) == 1
    assert certificates(date(2025, 1, 1), date(2025, 12, 31)) == 0
    assert certificates(date(2026, 1, 2), None) == 0
    assert from_rows("disability_certificates") == 0


def test_silence_of_a_register_is_none_or_unknown_as_its_contract_says() -> None:
    assert from_rows("cars") == 0
    assert from_rows("pension_amount") == 0
    assert from_rows("registered_unemployed") is False
    assert from_rows("has_contract") is None
    assert from_rows("wage_quarter") is None
    assert from_rows("attends_school") is None


def test_wages_are_those_of_the_last_whole_quarter() -> None:
    rows = [{"month": date(2025, month, 1), "wage": 100_000 + month} for month in (9, 10, 11, 12)]
    rows.append({"month": DAY, "wage": 7})
    assert from_rows("wage_quarter", *rows) == 300_033
    unnamed = {"month": date(2025, 11, 1), "wage": None}
    assert from_rows("wage_quarter", unnamed, rows[1]) is None
    assert from_rows("wage_quarter_at_least", unnamed, rows[1]) == 100_010
    assert from_rows("wage_quarter", rows[0]) is None, "earlier wages tell nothing of the quarter"


def test_a_benefit_is_received_when_it_was_paid_for_the_last_month() -> None:
    paid = {"benefit_code": "tsa", "month": date(2025, 12, 1), "amount": 40_000}
    assert from_rows("receives_tsa", paid) is True
    assert from_rows("amount_tsa", paid) == 40_000
    assert from_rows("receives_tsa", {**paid, "month": date(2025, 11, 1)}) is False
    assert from_rows("receives_large_family", paid) is False
    born = {"benefit_code": "birth", "month": date(2025, 1, 1), "amount": 164_350}
    assert from_rows("receives_birth", born) is True
    assert from_rows("receives_birth", {**born, "month": date(2024, 12, 1)}) is False
    assert from_rows("benefits_by_right", paid, born) == 0


def test_what_a_row_denies_is_no_and_what_no_row_tells_is_unknown() -> None:
    attending = {"enrolled_on": date(2025, 9, 1), "grade": 6}
    assert from_rows("free_school_meals", {**attending, "free_meals": False}) is False
    assert from_rows("free_school_meals", {**attending, "free_meals": True}) is True
    assert from_rows("free_school_meals") is None
    assert from_rows("is_full_time_by_record", {"enrolled_on": DAY, "form": "part_time"}) is False
    assert from_rows("is_full_time_by_record", {"enrolled_on": DAY, "form": None}) is None
    left = {"enrolled_on": date(2024, 9, 1), "left_on": date(2025, 11, 30)}
    assert from_rows("attends_school", left) is None
    assert from_rows("school_left_on", left) == date(2025, 11, 30)


def test_an_owner_has_the_share_of_the_area() -> None:
    rows = (
        {"purpose": "dwelling", "area_m2": 60, "share": 0.5},
        {"purpose": "dwelling", "area_m2": 41.5, "share": 1},
        {"purpose": "land", "area_m2": 1000, "share": 1},
    )
    assert from_rows("home_area", *rows) == Decimal("71.5")
    assert from_rows("dwellings_owned", *rows) == 2
    assert from_rows("land_area", *rows) == 1000


def test_a_loan_is_overdue_beyond_both_bounds() -> None:
    def overdue(days: int, sum_: int) -> Any:
        return from_rows(
            "overdue_90", {"opened_on": date(2024, 1, 1), "overdue_days": days, "overdue_amount": sum_}
        )

    assert overdue(91, 1001) is True
    assert overdue(90, 50_000) is False
    assert overdue(400, 1000) is False


def test_of_several_certificates_the_heaviest_group_counts() -> None:
    rows = [{"disability_group": group, "valid_from": date(2020, 1, 1)} for group in ("3", "1", "child")]
    assert from_rows("disability_group_certified", *rows) == "1"


# Income


def test_two_earners_and_a_child_have_an_exact_income() -> None:
    members = [
        member(40, **WORKER),
        member(38, "spouse", sex="F", wage_quarter=300_000, wage_quarter_at_least=300_000),
        member(9, "child", benefits_by_right=20_000),
    ]
    names = "income", "income_known", "income_per_member", "working_members"
    assert told(members, *names) == (420_000, 420_000, 140_000, 2)
    assert told(members, "adult_equivalent_tenths", "income_per_adult_equivalent") == (
        18,
        Decimal("233333.33"),
    )


def test_who_may_earn_what_nobody_declared_leaves_the_income_unknown() -> None:
    silent = [member(40, **WORKER), member(38, "spouse", sex="F")]
    assert told(silent, "income", "income_known") == (None, 300_000)
    assert told(silent, "working_members", "working_members_known") == (None, 1)
    unemployed = [member(40, **WORKER), member(38, "spouse", registered_unemployed=True)]
    assert told(unemployed, "income", "working_members") == (300_000, 1)
    answered = [member(40, **WORKER), member(38, "spouse", wage_told=0)]
    assert told(answered, "income", "working_members") == (300_000, 1)
    informal = [member(40, **WORKER), member(38, "spouse", registered_unemployed=True, wage_told=80_000)]
    assert told(informal, "income", "income_known", "working_members") == (380_000, 380_000, 2)
    pensioner = member(70, has_pension=True, pension_amount=90_000)
    assert told([pensioner], "income", "income_known") == (None, 90_000)


def test_a_business_or_animals_leave_the_income_unknown_until_it_is_told() -> None:
    trader = member(40, **WORKER, is_sole_trader=True)
    assert told([trader], "income", "income_known") == (None, 300_000)
    settled = member(40, wage_told=0, has_contract=False, own_income_told=50_000, keeps_livestock=False)
    assert told([settled], "income", "income_known") == (50_000, 50_000), "told without a source on record"
    assert told([{**trader, **member(40, own_income_told=50_000)}], "income", "income_known") == (
        350_000,
        350_000,
    )
    none = {"sheep_goats_kept": 0, "horses_kept": 0, "poultry_kept": 0}
    assert told([member(40, **WORKER, cattle_kept=2, **none)], "income") is None
    assert told([member(40, **WORKER, cattle_kept=0, **none)], "income") == 300_000


def test_the_basic_pension_counts_once_and_assistance_is_no_income() -> None:
    basics = {"amount_pension_basic": 35_000, "wage_told": 0}
    apart = member(70, pension_amount=60_000, pension_holds_basic=False, **basics)
    within = member(70, pension_amount=95_000, pension_holds_basic=True, **basics)
    assert told([apart], "income") == told([within], "income") == 95_000
    helped = member(70, pension_amount=60_000, assistance_received=10_000, wage_told=0)
    names = "income_known", "income_known_with_assistance", "family_assistance"
    assert told([helped], *names) == (60_000, 70_000, 10_000)


def test_loans_are_no_income() -> None:
    owing = member(40, **WORKER, loans=1, debt=3_000_000, debt_payment=60_000)
    assert told([owing], "income", "debt_payment_share") == (300_000, Decimal("0.2"))


money = st.one_of(st.none(), st.integers(0, 2_000_000))
yes_no = st.one_of(st.none(), st.booleans())
people = st.fixed_dictionaries(
    {
        "age": st.one_of(st.none(), st.integers(0, 95)),
        "role": st.sampled_from(["head", "spouse", "child", "ward"]),
        "sex": st.sampled_from(["M", "F", None]),
        "wage_quarter_at_least": money,
        "has_contract": yes_no,
        "registered_unemployed": yes_no,
        "is_sole_trader": yes_no,
        "cattle_kept": st.one_of(st.none(), st.integers(0, 3)),
        "attends_school": yes_no,
        "is_student": yes_no,
        "is_full_time_by_record": yes_no,
        "pension_amount": money,
        "benefits_by_right": money,
        "amount_pension_basic": money,
        "pension_holds_basic": yes_no,
        "wage_told": money,
        "own_income_told": money,
        "debt_payment": st.integers(0, 500_000),
    }
)


@given(st.lists(people, min_size=1, max_size=6))
def test_bounds_hold_for_any_family(drawn: list[dict[str, Any]]) -> None:
    members = [member(**facts, wage_quarter=facts["wage_quarter_at_least"]) for facts in drawn]
    names = (
        "income", "income_known", "working_members", "working_members_known",
        "debt_payment_share", "debt_payment_share_at_most",
        "neet_members", "neet_members_by_registers", "neet_members_by_registers_and_business",
        "children_under_18", "children_counted",
    )  # fmt: skip
    (
        income, least, working, working_least, share, share_most,
        neet, neet_registers, neet_business, minors, counted,
    ) = told(members, *names)  # fmt: skip
    assert least is not None
    assert income is None or least <= income
    assert working is None or working_least <= working
    assert None in (share, share_most) or share <= share_most
    assert None in (neet_registers, neet_business) or neet_business <= neet_registers
    assert None in (neet, neet_registers) or neet <= neet_registers
    assert None in (minors, counted) or minors <= counted


@given(st.lists(st.integers(0, 90), min_size=1, max_size=12))
def test_adult_equivalents_follow_the_modified_scale_of_the_oecd(ages: list[int]) -> None:
    grown = sum(age >= 14 for age in ages)
    small = len(ages) - grown
    expected = 10 + 5 * (grown - 1) + 3 * small if grown else 10 + 3 * (small - 1)
    members = [member(age, "head" if place == 0 else "child") for place, age in enumerate(ages)]
    assert told(members, "adult_equivalent_tenths") == expected


# Family, youth, care


def test_one_grown_person_with_children_is_one_parent() -> None:
    children = [member(5, "child"), member(9, "child")]
    assert told([member(35, sex="F"), *children], "one_parent") is True
    assert told([member(35), member(34, "spouse"), *children], "one_parent") is False
    assert told([member(35)], "one_parent", "children_under_18") == (False, 0)
    assert told([member(35), member(20, "child")], "one_parent") is None, "the child may study"


def test_a_student_counts_as_a_child_only_where_the_family_raises_them() -> None:
    def counted(age: int, role: str, full_time: bool | None) -> Any:
        return told([member(age, role, is_full_time_student=full_time)], "is_child_counted")

    assert counted(22, "child", True) is True
    assert counted(23, "child", True) is False
    assert counted(22, "child", False) is False
    assert counted(22, "child", None) is None
    assert counted(22, "head", True) is False
    assert counted(17, "head", None) is True


def test_pupils_study_full_time_and_a_silent_school_register_does_not_hide_part_time() -> None:
    def full_time(**facts: Any) -> Any:
        return told([member(19, "child", **facts)], "is_full_time_student")

    assert full_time(attends_school=True) is True
    assert full_time(is_full_time_by_record=True) is True
    assert full_time(is_full_time_by_record=False) is False
    assert full_time() is None


def test_money_goes_to_the_woman_at_the_head_else_to_the_head() -> None:
    husband, wife, child = (
        member(35, self=1),
        member(34, "spouse", sex="F", self=2),
        member(4, "child", sex="F", self=3),
    )
    assert told([husband, wife, child], "parent_payee") == 2
    assert told([husband, child], "parent_payee") == 1
    assert told([member(35, self=7, sex=None), child], "parent_payee") == 7


def test_youth_reached_35_at_the_end_of_2022() -> None:
    assert told([member(34)], "is_youth") is True
    assert told([member(35)], "is_youth") is False
    assert told([member(13)], "is_youth") is False
    days = (date(2022, 12, 25), date(2022, 12, 26))
    before, after = (facts_on(day).parameters["youth_age_limit"].on(day) for day in days)
    assert before and after and (before.value, after.value) == (29, 35)


def test_a_young_family_is_a_young_couple_or_a_young_parent() -> None:
    young, wife, child = member(34), member(33, "spouse", sex="F"), member(4, "child")
    assert told([young, wife], "young_family") is True
    assert told([young, member(35, "spouse", sex="F")], "young_family") is False
    assert told([young, child], "young_family") is True
    assert told([young], "young_family") is False


def test_young_without_study_and_work_on_three_bases() -> None:
    names = "is_neet_by_registers", "is_neet_by_registers_and_business", "is_neet"
    assert told([member(25)], *names) == (True, True, None)
    assert told([member(25, registered_unemployed=True)], *names) == (True, True, True)
    assert told([member(25, is_sole_trader=True)], *names) == (True, False, False)
    assert told([member(25, **WORKER)], *names) == (False, False, False)
    assert told([member(25, is_student=True)], *names) == (False, False, False)
    assert told([member(40)], *names) == (False, False, False)


def test_able_bodied_are_grown_not_retired_and_not_of_the_heavy_groups() -> None:
    def able(age: int, **facts: Any) -> Any:
        return told([member(age, **facts)], "is_able_bodied")

    assert able(40) is True
    assert able(17) is False
    assert able(62) is True
    assert able(63) is False
    assert able(61, sex="F") is False
    assert able(40, disability_group="2") is False
    assert able(40, disability_group="3") is True
    assert able(20, is_full_time_student=True) is False


def test_living_with_somebody_of_group_1_is_not_being_it() -> None:
    heavy = member(60, disability_group="1")
    assert told([member(30), heavy], "lives_with_group_1") is True
    assert told([heavy, member(30)], "lives_with_group_1") is False
    assert told([heavy, heavy], "lives_with_group_1") is True


def test_births_are_fully_recorded_for_those_who_were_children_in_1990() -> None:
    assert told([member(sex="F", birth_date=date(1975, 1, 1))], "births_fully_recorded") is True
    assert told([member(sex="F", birth_date=date(1974, 12, 31))], "births_fully_recorded") is False


# Health, housing, education


def test_whoever_has_no_certificate_has_no_group_and_whoever_has_one_is_disabled() -> None:
    names = "disability_group", "disabled", "is_child_with_disability"
    assert told([member(40)], *names) == ("none", False, False)
    assert told([member(9, "child", disability_group="child")], *names) == ("child", True, True)
    certified = {"disability_certificates": 1, "disability_group_certified": "2"}
    assert told([member(40, **certified)], *names) == ("2", True, False)


def test_insurance_is_unknown_for_whoever_is_attached_to_no_clinic() -> None:
    assert told([member(40)], "clinic_attached", "insured") == (False, None)
    assert told([member(40, clinic_attached=True, insured_by_record=False)], "insured") is False


def test_a_household_that_owns_nothing_has_an_unknown_area_until_it_is_told() -> None:
    four = [member(40, dwellings_owned=1, home_area=60), *(member(9, "child") for _ in range(3))]
    names = "dwelling_area", "area_per_member", "crowded"
    assert told(four, *names) == (60, 15, True)
    assert told(four[:3], *names) == (60, 20, False)
    tenants = [member(40), member(9, "child")]
    assert told(tenants, *names) == (None, None, None)
    assert told(tenants, *names, dwelling_area_told=36) == (36, 18, False)


def test_a_bill_is_unknown_only_where_no_account_is_listed() -> None:
    payer = member(40, account_bill=25_000, account_arrears=0)
    assert told([payer, member(38, "spouse")], "utility_bill", "utility_arrears") == (25_000, 0)
    assert told([member(40)], "utility_bill", "utility_arrears") == (None, None)


def test_animals_of_a_family_are_those_of_the_books_that_are_there() -> None:
    assert told([member(40, cattle_kept=3), member(38, "spouse")], "family_cattle") == 3
    assert told([member(40)], "family_cattle", "family_keeps_livestock") == (None, None)


def test_a_child_waiting_for_a_place_does_not_attend() -> None:
    names = "attends_kindergarten", "kindergarten_queued", "without_kindergarten_place"
    assert told([member(4, "child", kindergarten_application=True)], *names) == (False, True, True)
    assert told([member(4, "child", kindergarten_place=True)], *names) == (True, False, False)
    assert told([member(4, "child")], *names) == (None, None, None)
    assert told([member(9, "child")], "without_kindergarten_place") is False


def test_a_child_who_left_school_may_have_dropped_out() -> None:
    left = member(12, "child", school_left_on=date(2025, 11, 1))
    names = "left_school_unplaced", "dropped_out", "school_age_not_on_record"
    assert told([left], *names) == (True, None, True)
    moved = {**left, "attends_school": True}
    assert told([moved], *names) == (False, False, False)
    gone = {**left, "attends_school": False, "is_student": False}
    assert told([gone], *names) == (True, True, True)
