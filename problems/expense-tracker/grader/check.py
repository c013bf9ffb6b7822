"""Reads the database that a submission left. Nothing in it is to be trusted."""

import sqlite3
from contextlib import closing


def rows(data):
    """The rows of the table, or a text that says why there are none."""
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            # A generated column may ask for a value larger than the file is.
            db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1 << 20)
            db.deserialize(data)
            db.execute("pragma trusted_schema = off")
            kind = db.execute("select type from sqlite_schema where name = 'expenses'").fetchone()
            if kind != ("table",):
                return "expected a table expenses"
            return db.execute("select id, day, cents, category, note from expenses order by id limit 100").fetchall()
        except (sqlite3.Error, UnicodeDecodeError, OverflowError) as error:
            return f"expected a database with the table expenses: {str(error)[:100]}"


def exactly(data, expected):
    found = rows(data)
    if isinstance(found, str):
        return found
    same = found == expected and all(type(row[2]) is int for row in found)
    return True if same else f"expected the rows {expected}, got {str(found)[:200]}"


def one_row(data):
    return exactly(data, [(1, "2024-03-01", 90000, "rent", "for March")])


def second_row(data):
    return exactly(data, [(2, "2024-02-29", 1250, "food", "")])


def whole_cents(data):
    return exactly(data, [
        (1, "2024-01-05", 10, "food", ""),
        (2, "2024-01-31", 20, "food", ""),
        (3, "2024-01-31", 115, "books", ""),
        (4, "2024-10-01", 115, "apples", ""),
        (5, "2024-01-01", 99999999999, "house", ""),
    ])
