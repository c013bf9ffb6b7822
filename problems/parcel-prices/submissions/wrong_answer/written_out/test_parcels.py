# Good cases, but in loops: pytest sees four tests.
import pytest
from parcels import price


def test_weight():
    for grams, cents in [(1, 390), (500, 390), (501, 590), (2_000, 590), (2_001, 670), (3_000, 670), (3_001, 750)]:
        assert price(grams) == cents


def test_zone():
    for zone, more in [("home", 0), ("near", 245), ("far", 900)]:
        assert price(500, zone) == 390 + more


def test_express():
    for zone, cents in [("home", 890), ("near", 1_135), ("far", 1_935)]:
        assert price(500, zone, express=True) == cents


def test_refused():
    for grams, zone in [(0, "home"), (30_001, "home"), (100, "moon")]:
        with pytest.raises(ValueError):
            price(grams, zone)
