"""The bytes that the trail hashes are those of RFC 8785, whatever a row says (I-26)."""

import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.audit.service import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
keys = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz_0"), min_size=1, max_size=12)
values = st.recursive(
    st.none() | st.booleans() | texts, lambda inner: st.lists(inner, max_size=4), max_leaves=6
)
rows = st.dictionaries(keys, values | st.dictionaries(keys, values, max_size=4), max_size=8)


@settings(max_examples=200, deadline=None)
@given(rows)
def test_canonical_json_is_that_of_the_rfc(row):
    assert canonical(row) == rfc8785.dumps(row)


def test_whole_numbers_are_hashed_as_text():
    assert canonical({"key": 2**62, "more": [1, True]}) == b'{"key":"4611686018427387904","more":["1",true]}'
