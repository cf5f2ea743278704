"""A table written and read again gives every value back, by its key."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from familymap.events.columns import open_tables, write_table

KEYS = st.integers(-(2**60), 2**60)
ROWS = st.lists(
    st.tuples(
        KEYS,
        st.none() | st.integers(-(2**62), 2**62),
        st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
        st.none() | st.booleans(),
        st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=5),
    ),
    max_size=30,
)
COLUMNS = ("key", "number", "day", "yes", "word")


@given(ROWS)
@settings(max_examples=60)
def test_every_value_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("columns")
    with duckdb.connect() as db:
        db.execute("create table given (key bigint, number bigint, day date, yes boolean, word varchar)")
        if rows:
            db.executemany("insert into given values (?, ?, ?, ?, ?)", rows)
        assert write_table(db, "select * from given", "key", folder / "made") == len(rows)
    table = open_tables(folder)["made"]
    assert table.rows == len(rows)
    for key in {row[0] for row in rows}:
        assert isinstance(key, int)
        found = [tuple(one[name] for name in COLUMNS) for one in table.found(key, COLUMNS)]
        assert sorted(found, key=repr) == sorted((row for row in rows if row[0] == key), key=repr)
        assert table.has(key)
    absent = 1 + max((row[0] for row in rows if isinstance(row[0], int)), default=0)
    assert not table.has(absent)
    assert list(table.values(absent, "word")) == []


def test_a_smaller_integer_is_a_number(tmp_path: Path) -> None:
    with duckdb.connect() as db:
        write_table(
            db, "select 3::bigint as key, 5::smallint as few, 7::integer as more", "key", tmp_path / "t"
        )
    assert list(open_tables(tmp_path)["t"].found(3, ("few", "more"))) == [{"few": 5, "more": 7}]
