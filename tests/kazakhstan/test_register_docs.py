"""The page docs/registers.md says of every register what its contract says, so that the page cannot drift."""

from pathlib import Path

import pytest
import yaml

from familymap.country import load
from familymap.registers.contract import SQL_TYPES, Contract, load_contract

PAGE = (Path(__file__).parents[2] / "docs" / "registers.md").read_text(encoding="utf-8")
CONTRACTS = load("kazakhstan").contracts


def table_row(contract: Contract) -> str:
    """The line of the page's table that this contract asks for."""
    cells = (
        f"`{contract.name}`",
        contract.title.en,
        contract.owner.en,
        contract.delivery,
        f"**{contract.absence.means}**: {contract.absence.why}",
        f"{contract.freshness_days} days",
    )
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("register", sorted(CONTRACTS))
def test_table_says_what_the_contract_says(register: str) -> None:
    row = table_row(CONTRACTS[register])
    assert row in PAGE.splitlines(), f"Put this line into the table of docs/registers.md:\n{row}"


def test_table_names_no_other_register() -> None:
    listed = [
        line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `") and line.count("|") == 7
    ]
    assert sorted(listed) == sorted(CONTRACTS)


def test_the_contract_shown_on_the_page_can_be_loaded(tmp_path: Path) -> None:
    text = PAGE.split("```yaml\n")[1].split("```")[0]
    path = tmp_path / f"{yaml.safe_load(text)['name']}.yaml"
    path.write_text(text, encoding="utf-8")
    assert load_contract(path).rules


def test_the_page_names_every_column_type() -> None:
    for column_type in SQL_TYPES:
        assert f"`{column_type}`" in PAGE
