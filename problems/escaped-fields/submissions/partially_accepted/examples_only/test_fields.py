# Examples from the statement, and no generated inputs.
import pytest
from fields import join, split

ROWS = [(["a", "b c", ""], "a;b c;"), (["1;2", "C:\\new"], "1\\;2;C:\\\\new"), ([], "\\0"), (["x\ny"], "x\\ny")]


@pytest.mark.parametrize("row, line", ROWS)
def test_join(row, line):
    assert join(row) == line


@pytest.mark.parametrize("row, line", ROWS)
def test_split(row, line):
    assert split(line) == row


def test_refused():
    with pytest.raises(ValueError):
        split("\\q")
    with pytest.raises(ValueError):
        split("\n")
