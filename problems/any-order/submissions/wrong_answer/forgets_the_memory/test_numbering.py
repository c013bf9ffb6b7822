# A folder for each test, but the module's memory is left: a number depends on the tests before.
import pytest
from numbering import Locked, next_number


@pytest.mark.parametrize("number", range(4))
def test_first(tmp_path, number):
    assert next_number("A", tmp_path) == "A-0001"


@pytest.mark.parametrize("number", range(4))
def test_locked(tmp_path, number):
    (tmp_path / "A.lock").touch()
    with pytest.raises(Locked):
        next_number("A", tmp_path)
