"""The hash over many entries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from familymap.web.audit.merkle import leaf, root


def test_leaf_and_pairs_are_hashed_as_rfc_6962_says() -> None:
    assert leaf(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    published = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243")]
    assert root([leaf(content) for content in published[:2]]).hex() == (
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    )
    assert root([leaf(content) for content in published[:3]]).hex() == (
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    )


def test_no_entries_have_no_root() -> None:
    with pytest.raises(ValueError, match="without entries"):
        root([])


@given(st.lists(st.binary(max_size=5), min_size=1, max_size=40), st.data())
def test_any_change_changes_the_root(contents: list[bytes], data: st.DataObject) -> None:
    before = root([leaf(content) for content in contents])
    place = data.draw(st.integers(0, len(contents) - 1))
    other = data.draw(st.binary(max_size=5).filter(lambda content: content != contents[place]))
    changed = [*contents[:place], other, *contents[place + 1 :]]
    assert root([leaf(content) for content in changed]) != before
    assert root([leaf(content) for content in [*contents, other]]) != before
