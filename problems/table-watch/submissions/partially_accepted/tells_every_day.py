# Each run tells of everything again; nothing is ever resolved.
"""The same without any package: sorted lists and counters."""

import bisect
import csv
import datetime
import email.message
import json
import math
import os
import re
import sys
from collections import Counter
from email.headerregistry import Address
from email.utils import parseaddr


def value_of(text, kind):
    patterns = {"text": r"(?s).*", "integer": r"-?[0-9]+", "number": r"-?[0-9]+([.][0-9]+)?", "date": r"\d\d\d\d-\d\d-\d\d"}
    if not re.fullmatch(patterns[kind], text, re.ASCII):
        raise ValueError(text)
    make = {"text": str, "integer": int, "number": float, "date": datetime.date.fromisoformat}
    return make[kind](text)


def read(path, columns):
    with open(path, encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    found = {}
    for name, rule in columns.items():
        if name not in names:
            continue
        at = names.index(name)
        good, missing, wrong = [], 0, 0
        for row in rows:
            if row[at] == "":
                missing += 1
                continue
            try:
                good.append(value_of(row[at], rule["type"]))
            except ValueError:
                wrong += 1
        found[name] = {"good": good, "missing": missing, "wrong": wrong, "rows": len(rows), "type": rule["type"]}
    return len(rows), found


def profile(column):
    entry = {"missing": column["missing"], "wrong": column["wrong"], "distinct": len(set(column["good"]))}
    if column["type"] in ("integer", "number"):
        good = column["good"]
        entry.update(min=min(good, default=None), max=max(good, default=None), mean=math.fsum(good) / len(good) if good else None)
    return entry


def steps(one, other):
    one, other = sorted(one), sorted(other)
    return max(
        abs(bisect.bisect_right(one, x) / len(one) - bisect.bisect_right(other, x) / len(other)) for x in {*one, *other}
    )


def shares(one, other):
    one_counts, other_counts = Counter(one), Counter(other)
    return sum(abs(one_counts[x] / len(one) - other_counts[x] / len(other)) for x in {*one, *other}) / 2


def checks(column, rule, now, before):
    good = column["good"]
    as_bound = datetime.date.fromisoformat if column["type"] == "date" else lambda bound: bound
    low, high = (as_bound(rule[key]) if key in rule else None for key in ("min", "max"))
    yield "type", column["wrong"]
    yield "missing", column["missing"] if rule.get("required") else 0
    yield "duplicate", len(good) - len(set(good)) if rule.get("unique") else 0
    yield "range", len([x for x in good if low is not None and x < low or high is not None and x > high])
    yield "value", len([x for x in good if x not in rule["allowed"]]) if "allowed" in rule else 0
    if "references" in rule:
        table, _, key = rule["references"].partition(".")
        there = set(now[table][1][key]["good"])
        yield "reference", len([x for x in good if x not in there])
    if rule.get("drift") and before is not None:
        gaps = [c["missing"] / c["rows"] if c["rows"] else 0 for c in (column, before)]
        yield "gaps", gaps[0] - gaps[1] if gaps[0] - gaps[1] > 0.05 else 0
        n, m = len(good), len(before["good"])
        if min(n, m) >= 20:
            text = column["type"] == "text"
            distance = (shares if text else steps)(good, before["good"])
            yield "drift", distance if distance > (0.2 if text else 1.36 * math.sqrt((n + m) / (n * m))) else 0


def watch(config):
    now, before, alerts = {}, {}, []
    for table in config["tables"]:
        now[table["name"]] = read(table["file"], table["columns"])
        before[table["name"]] = read(table["baseline"], table["columns"])[1] if "baseline" in table else {}
    for table in config["tables"]:
        name = table["name"]
        for key, rule in table["columns"].items():
            column = now[name][1].get(key)
            found = checks(column, rule, now, before[name].get(key)) if column else [("column", 1)]
            alerts += [{"table": name, "column": key, "kind": kind, "value": value} for kind, value in found if value]
    tables = {name: {"rows": rows, "columns": {k: profile(c) for k, c in columns.items()}} for name, (rows, columns) in now.items()}
    return {"tables": tables, "alerts": alerts}


def send(config, alert, end):
    owner = {table["name"]: table["owner"] for table in config["tables"]}[alert["table"]]
    message = email.message.EmailMessage()
    for header, text in (("From", config["from"]), ("To", owner)):
        name, address = parseaddr(text)
        message[header] = Address(name, addr_spec=address)
    message["Subject"] = "{table}.{column}: {kind}".format(**alert) + end
    message.set_content(json.dumps(alert, indent=1))
    number = len(os.listdir("outbox"))
    while True:
        try:
            with open(f"outbox/alert-{number}.eml", "xb") as file:
                file.write(bytes(message))
            return
        except FileExistsError:
            number += 1


def main(arguments):
    if len(arguments) != 1:
        print("usage: watch.py CONFIG", file=sys.stderr)
        return 2
    old = []
    try:
        with open(arguments[0], encoding="utf-8") as file:
            config = json.load(file)
        report = watch(config)
    except (OSError, ValueError) as error:
        print("watch:", error, file=sys.stderr)
        return 1
    os.makedirs("outbox", exist_ok=True)
    keys = [{(a["table"], a["column"], a["kind"]): a for a in alerts} for alerts in (old, report["alerts"])]
    for key in keys[1].keys() - keys[0].keys():
        send(config, keys[1][key], "")
    for key in keys[0].keys() - keys[1].keys():
        send(config, keys[0][key], " resolved")
    with open("report.json", "w", encoding="utf-8") as file:
        json.dump(report, file)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
