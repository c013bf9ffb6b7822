# Generated texts, but special characters are as rare in them as everywhere, and nothing says what is refused.
import pytest
from fields import join, split
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(database=None, max_examples=30)
@given(st.lists(st.text(st.characters(categories=["L", "N"])), min_size=1))
def test_the_way_back(row):
    assert split(join(row)) == row


def test_escapes():
    assert join(["a;\\\n\r"]) == "a\\;\\\\\\n\\r"
    assert split("a\\;\\\\\\n\\r") == ["a;\\\n\r"]


def test_refused():
    for line in ["\\", "\\q", "\n"]:
        with pytest.raises(ValueError):
            split(line)
