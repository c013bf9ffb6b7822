import json

EXPECTED = [
    0, 0, "007", "+1", "1e5", ".5", "1.", 0.5, -12, " True", True, "TRUE", False, 12, "12a", "nan", "-", "1_000",
    12345678901234567890, "٣",
]


def types(data):
    """As JSON, and of the same kinds: true is no 1."""
    try:
        rows = json.loads(data)
    except (ValueError, UnicodeDecodeError, RecursionError):
        return "expected JSON"
    if not isinstance(rows, list) or not all(isinstance(row, dict) and list(row) == ["v"] for row in rows):
        return "expected a list of objects with v alone"
    if len(rows) != len(EXPECTED):
        return f"expected {len(EXPECTED)} rows, got {len(rows)}"
    for row, expected in zip(rows, EXPECTED):
        kind = bool if isinstance(expected, bool) else str if isinstance(expected, str) else (int, float)
        came = row["v"]
        if not isinstance(came, kind) or isinstance(came, bool) != isinstance(expected, bool) or came != expected:
            return f"expected {json.dumps(expected)}, got {json.dumps(came)[:100]}"
