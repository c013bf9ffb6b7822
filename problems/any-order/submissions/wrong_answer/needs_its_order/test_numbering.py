# Each test goes on where the one before it has ended.
import pytest
from numbering import Locked, forget, next_number


def test_1_first():
    assert next_number("A") == "A-0001"


def test_2_second():
    assert next_number("A") == "A-0002"


def test_3_other():
    assert next_number("B") == "B-0001"


def test_4_third():
    assert next_number("A") == "A-0003"


def test_5_file():
    assert open("A.txt").read() == "3"


def test_6_forget():
    forget()
    assert next_number("A") == "A-0004"


def test_7_locked():
    open("A.lock", "w").close()
    with pytest.raises(Locked):
        next_number("A")


def test_8_locked_still():
    with pytest.raises(Locked):
        next_number("A")
