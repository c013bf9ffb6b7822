from datetime import date

import pytest
from workdays import add, between, is_working

HOLIDAYS = {date(2024, 5, 1), date(2024, 5, 9), date(2024, 5, 13)}


def may(day):
    return date(2024, 5, day)


@pytest.mark.parametrize("day, expected", [(1, False), (2, True), (3, True), (4, False), (5, False), (6, True), (9, False), (13, False)])
def test_is_working(day, expected):
    assert is_working(may(day), HOLIDAYS) is expected


def test_without_holidays():
    assert is_working(may(1)) and is_working(may(6)) and not is_working(may(4))


@pytest.mark.parametrize("day, count, expected", [
    (6, 0, 6), (6, 2, 8), (6, 3, 10), (10, 1, 14), (3, 1, 6), (4, 0, 6), (5, 1, 7), (9, 0, 10), (4, 2, 8), (11, 0, 14),
    (6, -1, 3), (14, -1, 10), (14, -2, 8), (12, -1, 8), (9, -1, 7),
])
def test_add(day, count, expected):
    assert add(may(day), count, HOLIDAYS) == may(expected)


@pytest.mark.parametrize("first, last, expected", [
    (6, 10, 4), (6, 6, 1), (4, 5, 0), (4, 6, 1), (3, 14, 6), (10, 6, -4), (14, 3, -6), (9, 9, 0), (6, 8, 3),
])
def test_between(first, last, expected):
    assert between(may(first), may(last), HOLIDAYS) == expected
