"""What a parcel costs."""

ZONES = {"home": 0, "near": 245, "far": 900}


def price(grams, zone="home", *, express=False):
    """The price of a parcel in cents."""
    if zone not in ZONES:
        raise ValueError(f"no such zone: {zone}")
    if not 0 < grams <= 30_000:
        raise ValueError("1 to 30000 grams")
    if grams <= 500:
        cents = 390
    elif grams <= 2_000:
        cents = 590
    else:
        cents = 590 + ((grams - 2_000) // 1_000 + 1) * 80
    cents += ZONES[zone]
    if express:
        cents += max(500, cents // 2)
    return cents
