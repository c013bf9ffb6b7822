import pytest
from hypothesis import given, strategies as st
from runs import pack, unpack

texts = st.text() | st.text(alphabet="aAb ")
runs = st.lists(st.tuples(st.characters(codec="utf-8"), st.integers(1, 5)))


@pytest.mark.open
def test_the_text_of_the_statement():
    assert pack("aab") == [("a", 2), ("b", 1)]
    assert unpack([("a", 2), ("b", 1)]) == "aab"


def test_no_text_has_no_runs():
    assert pack("") == []
    assert unpack([]) == ""


@given(texts)
def test_there_and_back(text):
    unpacked = unpack(pack(text))
    assert type(unpacked) is str
    assert unpacked == text


@given(texts)
def test_runs_are_as_long_as_can_be(text):
    packed = pack(text)
    assert type(packed) is list
    assert all(count >= 1 for _, count in packed)
    assert all(here[0] != there[0] for here, there in zip(packed, packed[1:]))


@given(runs)
def test_back_and_there(runs):
    unpacked = unpack(pack(unpack(runs)))
    assert type(unpacked) is str
    assert unpacked == "".join(character * count for character, count in runs)
