# Cents by multiplication of a float, rounded down.
"""Keeps expenses in a SQLite database."""

import argparse
import datetime
import re
import sqlite3
import sys
from contextlib import closing

TABLE = """
    create table if not exists expenses (
        id integer primary key autoincrement,
        day text not null,
        cents integer not null,
        category text not null,
        note text not null default ''
    )
"""


def day(text):
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError
    return str(datetime.date.fromisoformat(text))


def month(text):
    day(text + "-01")
    return text


def amount(text):
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", text):
        raise ValueError
    whole, _, part = text.partition(".")
    cents = int(float(text) * 100)
    if not cents:
        raise ValueError
    return cents


def money(cents):
    return f"{cents // 100}.{cents % 100:02}"


def add(db, options):
    row = (options.day, options.amount, options.category, options.note)
    with db:
        number = db.execute("insert into expenses (day, cents, category, note) values (?, ?, ?, ?)", row).lastrowid
    print(f"added {number}")


def remove(db, options):
    with db:
        if not db.execute("delete from expenses where id = ?", (options.number,)).rowcount:
            sys.exit(f"expenses: no expense {options.number}")
    print(f"removed {options.number}")


def show(db, options):
    query = "select id, day, cents, category, note from expenses where substr(day, 1, 7) = coalesce(?, substr(day, 1, 7)) order by day, id"
    for number, when, cents, category, note in db.execute(query, (options.month,)):
        print(f"{number:4} {when} {money(cents):>10} {category} {note}".rstrip())


def report(db, options):
    query = """
        select category, sum(cents) from expenses where substr(day, 1, 7) = coalesce(?, substr(day, 1, 7))
        group by category order by sum(cents) desc, category
    """
    total = 0
    for category, cents in db.execute(query, (options.month,)):
        print(f"{money(cents):>10} {category}")
        total += cents
    print(f"{money(total):>10} in all")


def parser():
    options = argparse.ArgumentParser(prog="expenses.py")
    commands = options.add_subparsers(required=True)
    command = commands.add_parser("add")
    command.add_argument("day", type=day)
    command.add_argument("amount", type=amount)
    command.add_argument("category")
    command.add_argument("note", nargs="?", default="")
    command.set_defaults(run=add)
    command = commands.add_parser("remove")
    command.add_argument("number", type=int)
    command.set_defaults(run=remove)
    for name, run in (("list", show), ("report", report)):
        command = commands.add_parser(name)
        command.add_argument("--month", type=month)
        command.set_defaults(run=run)
    return options


def main():
    options = parser().parse_args()
    with closing(sqlite3.connect("expenses.db")) as db:
        db.execute(TABLE)
        options.run(db, options)


if __name__ == "__main__":
    main()
