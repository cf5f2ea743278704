"""What is covered of a row."""

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from familymap import country
from familymap.web.data import masking
from familymap.web.data.masking import cells

ROW = {
    "vehicle_no": "17",
    "iin": "860404700002",
    "surname": "Кузнецов",
    "given_name": "Алексей",
    "patronymic": None,
    "birth_date": "04.04.1986",
    "kind": "car",
    "made_year": "1999",
    "registered_on": "2020-01-02",
}


def shown(uncovered: bool) -> dict[str, str | None]:
    return {
        cell.column: cell.value for cell in cells(country.load().contracts["vehicles"], ROW, "iin", uncovered)
    }


def test_who_it_is_is_covered_and_what_is_wrong_is_not() -> None:
    assert shown(uncovered=False) == {
        **ROW,
        "iin": "••••••••0002",
        "surname": "К•••••",
        "given_name": "А•••••",
        "birth_date": "1986-••-••",
    }


def test_uncovered_a_row_is_as_it_came() -> None:
    assert shown(uncovered=True) == ROW


def test_a_yes_is_a_word_in_the_readers_language() -> None:
    contract = country.load().contracts["health"]
    with override("ru"):
        said = {
            cell.value
            for given in (True, False)
            for cell in cells(contract, {"insured": given}, None, False)
            if cell.column == "insured"
        }
    assert said == {"да", "нет"}


def test_sensitive_columns_stay_covered_unless_they_have_to_be_mended() -> None:
    contract = country.load().contracts["dispensary"]
    sensitive = [name for name, column in contract.columns.items() if column.sensitivity == "sensitive"]
    assert sensitive
    row = dict.fromkeys(contract.columns, "Z21")
    for at_fault in (None, sensitive[0]):
        opened = {cell.column for cell in cells(contract, row, at_fault, True) if cell.value == "Z21"}
        assert opened & set(sensitive) == {at_fault} - {None}


def test_of_a_line_that_could_not_be_read_nothing_is_shown() -> None:
    [cell] = cells(country.load().contracts["vehicles"], {"line": "17;860404700002;Кузнецов"}, None, False)
    assert set(cell.value or "") == {"•"}


@given(st.text(min_size=1))
def test_a_covered_name_tells_its_first_letter_and_not_its_length(name: str) -> None:
    assert masking.name(name) == name[0] + "•••••"


@given(st.text(min_size=5))
def test_a_covered_number_tells_its_end_and_its_length(number: str) -> None:
    assert masking.number(number)[-4:] == number[-4:]
    assert set(masking.number(number)[:-4]) == {"•"}
    assert len(masking.number(number)) == len(number)
