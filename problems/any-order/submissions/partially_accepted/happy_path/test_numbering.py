# Alone, but easily content: no locks that are held, no memory that is ahead of the file.
import numbering
import pytest
from numbering import Locked, forget, next_number


@pytest.fixture(autouse=True)
def alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    forget()


@pytest.mark.parametrize("series", ["A", "B", "LONG", "x", "y", "z"])
def test_first(series):
    assert next_number(series) == f"{series}-0001"


def test_second():
    next_number("A")
    assert next_number("A") == "A-0002"


def test_locked(tmp_path):
    (tmp_path / "A.lock").touch()
    with pytest.raises(Locked):
        next_number("A", patience=0.01)
