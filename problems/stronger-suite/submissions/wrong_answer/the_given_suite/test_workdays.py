# The suite of the statement as it is.
from datetime import date

from workdays import add, between, is_working


def test_is_working():
    assert is_working(date(2024, 5, 3))
    assert not is_working(date(2024, 5, 4))


def test_add():
    assert add(date(2024, 5, 6), 2) == date(2024, 5, 8)
    assert add(date(2024, 5, 3), 1) is not None


def test_between():
    assert between(date(2024, 5, 6), date(2024, 5, 10)) > 0
    assert between(date(2024, 5, 6), date(2024, 5, 10), [date(2024, 5, 8)]) in (3, 4, 5)
