"""A contract that cannot be used says in which line, why, and what to do."""

from pathlib import Path

import pytest

from familymap.registers.contract import BadContract, load_contract

SOUND = (Path(__file__).parent / "contracts" / "people.yaml").read_text(encoding="utf-8")
OWNER = "owner: {kk: Ешкім, ru: Никто, en: Nobody}\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (OWNER, "", "«owner» is missing: add it"),
        (OWNER, f"{OWNER}owner: Somebody\n", "5: «owner» is given twice"),
        (OWNER, f"{OWNER}owners: x\n", "5: owners: «owners» is not a field"),
        ("delivery: snapshot", "delivery: weekly", "7: delivery: Input should be 'snapshot' or 'events'"),
        ("type: bigint", "type: whole", "«whole» is not a column type: use text, integer"),
        ("key: record_no", "key: iin", "10: key: «iin» must be a required column of type bigint"),
        ("surname: surname", "surname: family_name", "subjects.person: there is no column «family_name»"),
        ("unit: KZT, ", "", "a column of money or decimals needs a unit"),
        ("codes: [M, F]", "codes: [yes, no]", "put such codes in quotes"),
        (
            "check: wage < 100000000",
            "check: wages < 1",
            "rules.wage_is_plausible: there is no column «wages»",
        ),
        ("check: wage < 100000000", "check: sum(wage) < 1", "a check looks at one row"),
        ("check: wage < 100000000", "check: wage < < 1", "the check is not SQL"),
        ("check: wage < 100000000", "check: wage + 1", "the check must be true or false, not DECIMAL"),
        ("check: wage < 100000000", "check: wage < date '2000-01-01'", "the check is not SQL (Binder Error"),
        ("id: wage_is_plausible", "id: mostly_with_sex", "the id mostly_with_sex is given twice"),
        ("kk: Туған", "k: Туған", "«k» is not a field"),
        ("level: warn", "level: maybe", "Input should be 'stop', 'quarantine' or 'warn'"),
        ("name: people", "name: persons", "must equal the file's name «people»"),
        ("  kato:", "  row_number:", "row_number is a name the store needs"),
        ("version: 1", "version: [1", "this is not YAML"),
    ],
)
def test_the_message_names_file_line_and_mend(old: str, new: str, told: str, tmp_path: Path) -> None:
    assert SOUND.count(old) >= 1
    path = tmp_path / "people.yaml"
    path.write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadContract) as trouble:
        load_contract(path)
    print(trouble.value)
    assert told in str(trouble.value)
    assert str(trouble.value).startswith(f"{path}:")


def test_the_line_of_a_broken_rule_is_told(tmp_path: Path) -> None:
    path = tmp_path / "people.yaml"
    path.write_text(SOUND.replace("check: wage <", "check: wages <"), encoding="utf-8")
    line = next(n for n, text in enumerate(SOUND.splitlines(), start=1) if "check: wage <" in text)
    with pytest.raises(BadContract, match=f":{line}: "):
        load_contract(path)
