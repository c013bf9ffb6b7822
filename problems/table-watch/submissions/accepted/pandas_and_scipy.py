"""Profiles tables, checks rules, detects drift, and tells their owners by mail."""

import json
import re
import sys
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp

KINDS = {
    "integer": re.compile(r"-?[0-9]+"),
    "number": re.compile(r"-?[0-9]+(\.[0-9]+)?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
FEWEST = 20


def parsed(text, kind):
    """The value of a cell, or None if it is none of its column's type."""
    if kind == "text":
        return text
    if not KINDS[kind].fullmatch(text):
        return None
    if kind == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return int(text) if kind == "integer" else float(text)


class Column:
    def __init__(self, cells, rule):
        self.kind = rule["type"]
        filled = cells[cells != ""]
        values = [parsed(text, self.kind) for text in filled]
        self.good = pd.Series([value for value in values if value is not None], dtype=object)
        self.missing = len(cells) - len(filled)
        self.wrong = len(filled) - len(self.good)
        self.share_missing = self.missing / len(cells) if len(cells) else 0

    def profile(self):
        found = {"missing": self.missing, "wrong": self.wrong, "distinct": int(self.good.nunique())}
        if self.kind in ("integer", "number"):
            numbers = self.good.astype(float)
            none = numbers.empty
            found |= {name: None if none else float(getattr(numbers, name)()) for name in ("min", "max", "mean")}
        return found

    def distance(self, other):
        """How far the values are from other ones, and how far they may be."""
        n, m = len(self.good), len(other.good)
        if self.kind == "text":
            shares = [column.good.value_counts(normalize=True) for column in (self, other)]
            return float(shares[0].sub(shares[1], fill_value=0).abs().sum() / 2), 0.2
        limit = 1.36 * np.sqrt((n + m) / (n * m))
        return float(ks_2samp(self.good.astype(float), other.good.astype(float)).statistic), limit


def bound(value, kind):
    return date.fromisoformat(value) if kind == "date" else value


def broken_rules(column, rule, referenced):
    """The kinds of what is wrong with a column, with how many cells."""
    good = column.good
    yield "type", column.wrong
    if rule.get("required"):
        yield "missing", column.missing
    if rule.get("unique"):
        yield "duplicate", int(good.duplicated().sum())
    low, high = (bound(rule[key], column.kind) if key in rule else None for key in ("min", "max"))
    yield "range", sum((low is not None and value < low) or (high is not None and value > high) for value in good)
    if "allowed" in rule:
        yield "value", int((~good.isin(rule["allowed"])).sum())
    if "references" in rule:
        yield "reference", int((~good.isin(set(referenced.good))).sum())


def drifts(column, before):
    grown = column.share_missing - before.share_missing
    if grown > 0.05:
        yield "gaps", grown
    if min(len(column.good), len(before.good)) >= FEWEST:
        distance, limit = column.distance(before)
        if distance > limit:
            yield "drift", distance


def load(path, rules):
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_filter=False, encoding="utf-8", skip_blank_lines=False)
    return len(frame), {name: Column(frame[name], rule) for name, rule in rules.items() if name in frame}


def report_on(config):
    tables = config["tables"]
    now = {table["name"]: load(table["file"], table["columns"]) for table in tables}
    before = {table["name"]: load(table["baseline"], table["columns"])[1] for table in tables if "baseline" in table}
    alerts = []
    for table in tables:
        columns = now[table["name"]][1]
        for name, rule in table["columns"].items():
            def alert(kind, value):
                alerts.append({"table": table["name"], "column": name, "kind": kind, "value": value})

            if name not in columns:
                alert("column", 1)
                continue
            other, _, key = rule.get("references", "").partition(".")
            for kind, count in broken_rules(columns[name], rule, now[other][1][key] if other else None):
                if count:
                    alert(kind, count)
            old = before.get(table["name"], {}).get(name)
            if rule.get("drift") and old is not None:
                for kind, value in drifts(columns[name], old):
                    alert(kind, value)
    profiles = {
        name: {"rows": rows, "columns": {key: column.profile() for key, column in columns.items()}}
        for name, (rows, columns) in now.items()
    }
    return {"tables": profiles, "alerts": alerts}


def identity(alert):
    return alert["table"], alert["column"], alert["kind"]


def mail(config, alert, word=""):
    message = EmailMessage(policy=SMTP)
    message["From"] = config["from"]
    message["To"] = next(table["owner"] for table in config["tables"] if table["name"] == alert["table"])
    message["Subject"] = f"{alert['table']}.{alert['column']}: {alert['kind']}{word}"
    message.set_content(json.dumps(alert, ensure_ascii=False))
    return message.as_bytes()


def post(mails):
    outbox = Path("outbox")
    outbox.mkdir(exist_ok=True)
    number = 0
    for content in mails:
        while (path := outbox / f"{number:04}.eml").exists():
            number += 1
        path.write_bytes(content)


def main():
    if len(sys.argv) != 2:
        sys.stderr.write("usage: watch.py CONFIG\n")
        sys.exit(2)
    report_path = Path("report.json")
    try:
        config = json.loads(Path(sys.argv[1]).read_text("utf-8"))
        report = report_on(config)
        old = json.loads(report_path.read_text("utf-8"))["alerts"] if report_path.exists() else []
    except (OSError, ValueError) as error:
        sys.exit(f"watch: {error}")
    known, current = {identity(alert) for alert in old}, {identity(alert) for alert in report["alerts"]}
    mails = [mail(config, alert) for alert in report["alerts"] if identity(alert) not in known]
    mails += [mail(config, alert, " resolved") for alert in old if identity(alert) not in current]
    post(mails)
    report_path.write_text(json.dumps(report, ensure_ascii=False, indent=2), "utf-8")


if __name__ == "__main__":
    main()
