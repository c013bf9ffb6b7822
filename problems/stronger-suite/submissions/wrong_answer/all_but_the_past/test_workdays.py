# Good tests, but none that goes back in time.
from datetime import date

import pytest
from workdays import add, between, is_working

HOLIDAYS = {date(2024, 5, 1), date(2024, 5, 9), date(2024, 5, 13)}


def may(day):
    return date(2024, 5, day)


@pytest.mark.parametrize("day, expected", [(1, False), (2, True), (3, True), (4, False), (5, False), (6, True), (9, False)])
def test_is_working(day, expected):
    assert is_working(may(day), HOLIDAYS) is expected


@pytest.mark.parametrize("day, count, expected", [(6, 0, 6), (6, 3, 10), (10, 1, 14), (4, 0, 6), (11, 0, 14)])
def test_add(day, count, expected):
    assert add(may(day), count, HOLIDAYS) == may(expected)


@pytest.mark.parametrize("first, last, expected", [(6, 10, 4), (6, 6, 1), (4, 5, 0), (3, 14, 6)])
def test_between(first, last, expected):
    assert between(may(first), may(last), HOLIDAYS) == expected
