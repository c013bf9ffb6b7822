import pytest
from parcels import price


@pytest.mark.parametrize("grams, cents", [
    (1, 390), (499, 390), (500, 390), (501, 590), (1_999, 590), (2_000, 590), (2_001, 670), (2_999, 670), (3_000, 670),
    (3_001, 750), (29_000, 590 + 27 * 80), (29_001, 590 + 28 * 80), (30_000, 590 + 28 * 80),
])
def test_weight(grams, cents):
    assert price(grams) == cents


@pytest.mark.parametrize("zone, more", [("home", 0), ("near", 245), ("far", 900)])
@pytest.mark.parametrize("grams, cents", [(500, 390), (2_000, 590), (5_000, 830)])
def test_zone(zone, more, grams, cents):
    assert price(grams, zone) == cents + more


@pytest.mark.parametrize("grams, zone, cents", [
    (500, "home", 890), (4_000, "home", 1_250), (7_001, "home", 1_605), (500, "near", 1_135), (2_001, "far", 2_355),
    (3_001, "far", 2_475), (5_000, "near", 1_612), (500, "far", 1_935),
])
def test_express(grams, zone, cents):
    assert price(grams, zone, express=True) == cents


@pytest.mark.parametrize("grams, zone", [(0, "home"), (-1, "home"), (30_001, "home"), (100, "moon"), (100, ""), (100, None)])
def test_refused(grams, zone):
    with pytest.raises(ValueError):
        price(grams, zone)
