"""What is planted in the tables, and whether reports and mails tell of it and of nothing else.

Nothing that is read here is to be trusted: neither its form nor its size.
"""

import email
import json
import math
from email.policy import default
from pathlib import Path

NEAR = 1e-6
MOST_MAILS, LARGEST_MAIL, LARGEST_HEAD = 300, 20_000, 2_000

PLANTED = {
    "shop": {
        ("orders", "id", "duplicate"): 1, ("orders", "customer", "reference"): 5, ("orders", "amount", "type"): 3,
        ("orders", "amount", "range"): 6, ("orders", "day", "type"): 2, ("orders", "day", "range"): 4,
        ("customers", "id", "duplicate"): 2, ("customers", "name", "missing"): 4, ("customers", "country", "value"): 3,
        ("customers", "vip", "column"): 1,
    },
    "sensors": {
        ("probe", "shifted", "drift"): 88 / 350, ("probe", "wider", "drift"): 74 / 350, ("probe", "steps", "drift"): 0.375,
        ("probe", "garbled", "type"): 30,
    },
    "survey": {
        ("people", "city", "drift"): 0.3, ("people", "plan", "drift"): 0.25, ("people", "case", "drift"): 0.3,
        ("people", "lost", "drift"): 0.4, ("people", "mobile", "gaps"): 0.06, ("people", "income", "gaps"): 55 / 300 - 6 / 250,
    },
    "traps": {("things", "code", "duplicate"): 1, ("things", "degrees", "type"): 1, ("things", "degrees", "range"): 1},
}
HEIGHT = "Höhe über alles, in Metern, gemessen bei Niedrigwasser"
LETTERS = {
    ("Brücken", HEIGHT, "type"): 1, ("Brücken", HEIGHT, "range"): 1, ("Brücken", "été", "missing"): 1,
    ("plain", "id", "duplicate"): 1,
}
OWNERS = {
    "orders": ("", "sales@shop.example"), "customers": ("", "people@shop.example"),
    "probe": ("", "lab@shop.example"), "few": ("", "lab@shop.example"), "people": ("", "survey@shop.example"),
    "things": ("", "odd@shop.example"), "nothing": ("", "odd@shop.example"),
    "plain": ("Doe, Jane (QA)", "jane@shop.example"), "Brücken": ("Jürgen Groß", "jg@shop.example"),
}


def alert_of(value, where):
    """An alert as (table, column, kind) and its number."""
    right = isinstance(value, dict) and value.keys() == {"table", "column", "kind", "value"}
    assert right, f"{where}: expected an alert, got {str(value)[:100]}"
    key = value["table"], value["column"], value["kind"]
    number = value["value"]
    assert all(isinstance(part, str) for part in key), f"{where}: expected texts, got {str(key)[:100]}"
    assert is_number(number), f"{where}: expected a number, got {str(number)[:100]}"
    return key, number


def is_number(value):
    """Also one that can be compared: no NaN, and nothing beyond what a float can hold."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -1e15 < value < 1e15


def alerts_of(seen):
    report = seen.json("report.json")
    right = isinstance(report, dict) and isinstance(report.get("alerts"), list)
    assert right, "report.json: expected an object with a list of alerts"
    found = [alert_of(value, "report.json") for value in report["alerts"][:1000]]
    assert len({key for key, _ in found}) == len(report["alerts"]), "report.json: expected each alert once"
    return dict(found)


def mails_of(seen):
    """The mails in the outbox as (alert, resolved) and the alert's number, each checked for itself."""
    assert not seen.cut, "there is more than can be looked at"
    found = []
    for path in sorted({*seen.files, *seen.others}):
        assert len(found) <= MOST_MAILS, f"expected at most {MOST_MAILS} mails"
        if path.startswith("outbox/") and seen.files.get(path) != b"kept\n":
            assert path in seen.files and path.count("/") == 1 and path.endswith(".eml"), f"{path}: expected mails alone in outbox/"
            assert len(seen.files[path]) < LARGEST_MAIL, f"{path}: expected a mail of less than {LARGEST_MAIL} bytes"
            found.append(mail_of(seen.files[path], path))
    return found


def mail_of(data, path):
    head = data.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    # Headers can be made that take the package email minutes.
    assert len(head) < LARGEST_HEAD, f"{path}: expected headers of less than {LARGEST_HEAD} bytes"
    assert head.isascii(), f"{path}: expected headers in ASCII (what isn't must be encoded)"
    try:
        message = email.message_from_bytes(data, policy=default)
        people = {name: [(a.display_name, a.addr_spec) for a in message[name].addresses] for name in ("From", "To") if name in message}
        counts = {name: len(message.get_all(name, [])) for name in ("From", "To", "Subject")}
        subject = str(message["Subject"])
        defects = [*message.defects, *(defect for name in counts for value in message.get_all(name, []) for defect in value.defects)]
        kind, text = message.get_content_type(), message.get_content()
    except Exception as error:  # the package email has more than one way to fail on what isn't a mail
        raise AssertionError(f"{path}: expected a mail, got what can't be read as one: {type(error).__name__}") from None
    assert counts == {"From": 1, "To": 1, "Subject": 1}, f"{path}: expected one From, one To and one Subject"
    assert not defects, f"{path}: expected a mail without defects, got {str(defects[0])[:100]}"
    assert kind == "text/plain" and isinstance(text, str), f"{path}: expected text/plain, got {kind}"
    try:
        key, number = alert_of(json.loads(text), path)
    except (ValueError, RecursionError):
        raise AssertionError(f"{path}: expected an alert as JSON, got {text[:100]!r}") from None
    word = f"{key[0]}.{key[1]}: {key[2]}"
    assert subject in (word, f"{word} resolved"), f"{path}: expected the subject {word!r}, got {subject[:100]!r}"
    sender = ("Wächter", "watch@shop.example") if key[0] in ("Brücken", "plain") else ("", "watch@shop.example")
    assert people["From"] == [sender], f"{path}: expected it from {sender}, got {str(people['From'])[:100]}"
    assert people["To"] == [OWNERS.get(key[0])], f"{path}: expected it to {OWNERS.get(key[0])}, got {str(people['To'])[:100]}"
    return (key, subject.endswith(" resolved")), number


def near(came, expected):
    return math.isclose(came, expected, rel_tol=NEAR, abs_tol=NEAR)


def found(name):
    planted = PLANTED[name]

    def check(seen):
        alerts, mails = alerts_of(seen), mails_of(seen)
        for key, number in planted.items():
            assert key in alerts, f"{key} was not found"
            assert near(alerts[key], number), f"{key}: expected {number}, got {alerts[key]}"
            told = [came for (told, resolved), came in mails if told == key and not resolved]
            assert len(told) == 1 and near(told[0], number), f"{key}: expected one mail with {number}, got {str(told)[:100]}"
        # Whoever raises every alarm that there is has found nothing.
        assert len(alerts) <= 2 * len(planted), f"{len(alerts)} alerts where {len(planted)} are right"

    return check


def quiet(name):
    planted = PLANTED[name]

    def check(seen):
        alerts, mails = alerts_of(seen), mails_of(seen)
        wrong = [key for key in [*alerts, *(key for (key, _), _ in mails)] if key not in planted]
        assert not wrong, f"a false alarm: {wrong[0]}"
        assert not any(resolved for (_, resolved), _ in mails), "nothing is resolved"
        # Whoever never raises an alarm raises no false one, which is worth nothing.
        told = {key for (key, _), _ in mails}
        right = [key for key in planted if key in alerts and key in told]
        assert 2 * len(right) >= len(planted), "expected half of the right alerts at least, in the report and by mail"

    return check


shop_found, shop_quiet = found("shop"), quiet("shop")
sensors_found, sensors_quiet = found("sensors"), quiet("sensors")
survey_found, survey_quiet = found("survey"), quiet("survey")
traps_found, traps_quiet = found("traps"), quiet("traps")


def exactly(alerts, mails):
    """Checks for just these alerts in the report, and these mails: identities with whether they are resolved."""

    def check(seen):
        came, told = alerts_of(seen), mails_of(seen)
        assert came.keys() == alerts.keys(), f"expected the alerts {list(alerts)}, got {list(came)[:20]}"
        assert all(near(came[key], number) for key, number in alerts.items()), f"expected {alerts}, got {came}"
        told = sorted(mail for mail, _ in told)
        assert told == sorted(mails), f"expected mails of {sorted(mails)}, got {str(told)[:300]}"

    return check


EXAMPLE = {("orders", "amount", "range"): 1, ("orders", "country", "missing"): 1}


def example(seen):
    exactly(EXAMPLE, [(key, False) for key in EXAMPLE])(seen)
    same_profile(seen, {"orders": {"rows": 3, "columns": {
        "id": {"missing": 0, "wrong": 0, "distinct": 3, "min": 1, "max": 3, "mean": 2},
        "amount": {"missing": 0, "wrong": 0, "distinct": 2, "min": -1, "max": 2.5, "mean": 4 / 3},
        "country": {"missing": 1, "wrong": 0, "distinct": 1},
    }}})


ID, LOW, LAND = ("orders", "id", "duplicate"), ("orders", "amount", "range"), ("orders", "country", "value")
FIRST = [(ID, False), (LOW, False)]
SECOND = [*FIRST, (LAND, False), (ID, True)]
THIRD = [*SECOND, (LOW, True), (LAND, True)]
first_day = exactly({ID: 1, LOW: 2}, FIRST)
second_day = exactly({LOW: 1, LAND: 1}, SECOND)
second_day_again = exactly({LOW: 1, LAND: 1}, SECOND)
first_day_again = exactly({ID: 1, LOW: 2}, [*THIRD, *FIRST])


def third_day(seen):
    exactly({}, THIRD)(seen)
    numbers = dict(mails_of(seen))
    assert (numbers[ID, True], numbers[LOW, True]) == (1, 1), "what is resolved is told as it was in the report before"


letters = exactly(LETTERS, [(key, False) for key in LETTERS])


def same_profile(seen, expected):
    report = seen.json("report.json")
    assert isinstance(report, dict) and isinstance(report.get("tables"), dict), "report.json: expected an object with tables"
    compare(report["tables"], expected, "tables")


def compare(came, expected, where):
    if isinstance(expected, dict):
        right = isinstance(came, dict) and came.keys() == expected.keys()
        assert right, f"{where}: expected {sorted(expected)}, got {str(came)[:100]}"
        for key, value in expected.items():
            compare(came[key], value, f"{where}.{key}")
    elif expected is None:
        assert came is None, f"{where}: expected null, got {str(came)[:100]}"
    else:
        assert is_number(came), f"{where}: expected a number, got {str(came)[:100]}"
        assert near(came, expected), f"{where}: expected {expected}, got {came}"


def shop_profile(seen):
    same_profile(seen, json.loads((Path(__file__).parent / "profiles.json").read_text("utf-8"))["shop"])


def traps_profile(seen):
    same_profile(seen, json.loads((Path(__file__).parent / "profiles.json").read_text("utf-8"))["traps"])
