# Takes the first day of `between` for one that isn't counted.
from datetime import date

import pytest
from workdays import between


@pytest.mark.parametrize("day", [7, 8, 9, 10])
def test_between(day):
    assert between(date(2024, 5, 6), date(2024, 5, day)) == day - 6
