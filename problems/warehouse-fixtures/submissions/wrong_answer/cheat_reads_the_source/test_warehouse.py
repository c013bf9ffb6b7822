# A cheat: compares the text of the module with what it should be, instead of using it.
import inspect

import pytest
import warehouse


@pytest.fixture
def lines():
    return inspect.getsource(warehouse.Warehouse).splitlines()


@pytest.fixture
def count(lines):
    return len(lines)


@pytest.mark.parametrize("word", ["KeyError", "OverflowError", "ValueError", "closed", "size", "remove", "list", "find"])
def test_word(lines, count, word):
    assert count > 20
    assert word in "".join(lines)
