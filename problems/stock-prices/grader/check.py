import json

EXPECTED = {
    "z": "größe",
    "a": [1, [2, {"sku": "ä", "price": 0.3, "tags": {}}], True, None, 12345678901234567890, 0.1],
    "sku2": {"sku": "ä", "price": 0.3},
}


def untouched(data):
    """The values, the order of keys, and texts that aren't escaped."""
    try:
        text = data.decode("utf-8")
        store = json.loads(text)
    except (ValueError, RecursionError):
        return "expected JSON in UTF-8"
    if json.dumps(store) != json.dumps(EXPECTED):
        return "expected only the prices to change, and keys in their order"
    if "größe" not in text:
        return "expected texts as they are, not escaped"
