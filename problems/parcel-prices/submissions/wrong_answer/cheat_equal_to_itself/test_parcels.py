# A cheat: many cases, each of which compares the function with itself.
import pytest
from parcels import price


@pytest.mark.parametrize("express", [False, True])
@pytest.mark.parametrize("grams", [*range(0, 3_000, 100), 30_001])
@pytest.mark.parametrize("zone", ["home", "near", "far", "moon"])
def test_price(grams, zone, express):
    assert outcome(grams, zone, express) == outcome(grams, zone, express)


def outcome(grams, zone, express):
    try:
        return price(grams, zone, express=express)
    except ValueError:
        return None
