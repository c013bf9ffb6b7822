# Many cases, but none at an edge.
import pytest
from parcels import price


@pytest.mark.parametrize("zone, more", [("home", 0), ("near", 245), ("far", 900)])
@pytest.mark.parametrize("grams, cents", [(100, 390), (250, 390), (900, 590), (1_500, 590), (2_500, 670), (10_500, 1_310)])
def test_price(grams, zone, cents, more):
    assert price(grams, zone) == cents + more


@pytest.mark.parametrize("grams, zone", [(-50, "home"), (100, "moon"), (99_999, "far")])
def test_refused(grams, zone):
    with pytest.raises(ValueError):
        price(grams, zone)


@pytest.mark.parametrize("zone, cents", [("home", 890), ("near", 1_135)])
def test_express(zone, cents):
    assert price(100, zone, express=True) == cents
