# Takes every text for a line that can be split: the right module refuses some.
from fields import join, split
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(database=None)
@given(st.text("ab;\\\n"))
def test_split_then_join(line):
    assert join(split(line)) == line


@settings(database=None)
@given(st.lists(st.text()))
def test_join_then_split(row):
    assert split(join(row)) == row


def test_empty():
    assert join([]) == "\\0"
