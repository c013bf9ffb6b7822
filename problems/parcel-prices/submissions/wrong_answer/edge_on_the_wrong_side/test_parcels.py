# Takes 500 grams for the second price.
import pytest
from parcels import price


@pytest.mark.parametrize("zone, more", [("home", 0), ("near", 245), ("far", 900)])
@pytest.mark.parametrize("grams, cents", [(1, 390), (500, 590), (501, 590), (2_000, 590), (2_001, 670), (3_000, 670), (3_001, 750)])
def test_price(grams, zone, cents, more):
    assert price(grams, zone) == cents + more


@pytest.mark.parametrize("grams, zone", [(0, "home"), (100, "moon"), (30_001, "far")])
def test_refused(grams, zone):
    with pytest.raises(ValueError):
        price(grams, zone)


def test_express():
    assert price(100, express=True) == 890
