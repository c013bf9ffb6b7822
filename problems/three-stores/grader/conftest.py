"""A store of each kind, what it has kept, and what it did to get there.

What looks at them is made inside a fixture, of parts that are taken before the submission is imported, and handed over as
functions: a submission finds nothing that it could replace by a name or an attribute.
"""

import ast
import dbm.dumb
import json
import os
import sqlite3

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapper

TABLES = """
    create table orders (number integer primary key autoincrement, customer text not null);
    create table lines (
        number integer not null references orders (number), place integer not null, article text not null,
        count integer not null, cents integer not null, primary key (number, place)
    );
"""
STATEMENTS = ("select", "insert", "update", "delete", "replace", "with", "values")


@pytest.fixture
def make(tmp_path):
    """`make(kind)` is a store, a function that gives the orders that it has kept, and one that tells what was done.

    `done(what)` gives it and forgets it: `executed`, the statements that the database was given and that read or wrote;
    `passed`, the texts of SQL as they left the submission; `read`, the keys of values that were read of files; `objects`,
    what was done to mapped objects (`load` or `insert`) and their classes.
    """
    connect, loads, literal = sqlite3.connect, json.loads, ast.literal_eval
    read, listed = os.read, os.path.exists
    opened, closed, flags = os.open, os.close, os.O_RDONLY
    database, path = dbm.dumb._Database, str(tmp_path / "kept")
    executed, passed, values_read, objects = [], [], [], []

    class Cursor(sqlite3.Cursor):
        def execute(self, sql, *parameters):
            passed.append(str(sql))
            return super().execute(sql, *parameters)

        def executemany(self, sql, *parameters):
            passed.append(str(sql))
            return super().executemany(sql, *parameters)

        def executescript(self, sql):
            passed.append(str(sql))
            return super().executescript(sql)

    class Connection(sqlite3.Connection):
        def cursor(self, factory=Cursor):
            return super().cursor(factory)

        def execute(self, *arguments):
            return self.cursor().execute(*arguments)

        def executemany(self, *arguments):
            return self.cursor().executemany(*arguments)

        def executescript(self, *arguments):
            return self.cursor().executescript(*arguments)

    def watch_sql(sql):
        words = sql.split(None, 1)
        if words and words[0].lower() in STATEMENTS:
            executed.append(sql)

    def watch_engine(_connection, _cursor, statement, *_):
        passed.append(statement)
        watch_sql(statement)

    def content(path):
        file, data = opened(path, flags), b""
        while piece := read(file, 1 << 16):
            data += piece
        closed(file)
        return data

    def rows():
        """Orders by number, as the tables have them for somebody else who looks."""
        db = connect(path)
        try:
            orders = dict(db.execute("select number, customer from orders").fetchall())
            lines = db.execute("select number, place, article, count, cents from lines order by number, place").fetchall()
        except sqlite3.OperationalError as error:
            raise AssertionError(f"the tables can't be read: {error}") from None
        finally:
            db.close()
        assert {number for number, *_ in lines} == orders.keys(), "orders have lines, and lines belong to orders"
        return {number: (orders[number], [tuple(row) for n, _, *row in lines if n == number]) for number in sorted(orders)}

    def documents():
        """The same, of the files of dbm.dumb as they are on the disk; the customers' documents must say the same as the orders."""
        data = content(f"{path}.dat") if listed(f"{path}.dat") else b""
        index = content(f"{path}.dir").decode("latin-1") if listed(f"{path}.dir") else ""
        found = {}
        for line in index.splitlines():
            key, (start, size) = literal(line.rstrip())
            found[key.encode("latin-1").decode()] = loads(data[start : start + size])
        last, orders, of = found.pop("last", 0), {}, {}
        for key, document in found.items():
            word, _, name = key.partition(":")
            if word == "order" and isinstance(document, dict):
                assert document.keys() == {"customer", "lines"}, f"{key} has the keys {sorted(document)}"
                orders[int(name)] = (document["customer"], [tuple(line) for line in document["lines"]])
            elif word == "customer":
                of[name] = document
            else:
                raise AssertionError(f"a document {key}: {str(document)[:80]}")
        expected = {}
        for number in sorted(orders):
            expected.setdefault(orders[number][0], []).append(number)
        assert of == expected, f"the customers' documents say {of}"
        assert type(last) is int and last >= max(orders, default=0), f"last is {last}"
        return {number: orders[number] for number in sorted(orders)}

    def count_reads(self, key, real=database.__getitem__):
        value = real(self, key)
        values_read.append(key)
        return value

    def kept(kind):
        if kind == "documents":
            return documents()
        found = rows()
        assert kind == "sql" or objects, "the rows were neither read nor written as mapped objects"
        return found

    def made(kind):
        import stores

        if kind == "documents":
            store = stores.DocumentStore(path)
        elif kind == "sql":
            db = connect(path, factory=Connection)
            db.set_trace_callback(watch_sql)
            store = stores.SqlStore(db)
        else:
            store = stores.OrmStore(create_engine(f"sqlite:///{path}"))

        def done(what):
            things = {"executed": executed, "passed": passed, "read": values_read, "objects": objects}[what]
            found = tuple(things)
            things.clear()
            return found

        return store, lambda: kept(kind), done

    event.listen(Engine, "before_cursor_execute", watch_engine)
    event.listen(Mapper, "load", lambda thing, _: objects.append(("load", type(thing))))
    event.listen(Mapper, "after_insert", lambda _mapper, _connection, thing: objects.append(("insert", type(thing))))
    database.__getitem__ = count_reads
    return made


@pytest.fixture
def script(tmp_path):
    """Runs SQL in the database, as somebody else."""

    def run(sql):
        db = sqlite3.connect(tmp_path / "kept")
        db.executescript(sql)
        db.close()

    return run


@pytest.fixture
def exact():
    """A value, all parts of which are exactly of the plain types: nothing that decides by itself what it is equal to."""

    def check(value):
        assert type(value) in (dict, list, tuple, int, str), f"something of type {type(value).__name__}"
        if type(value) is dict:
            return {check(key): check(part) for key, part in value.items()}
        return type(value)(check(part) for part in value) if type(value) in (list, tuple) else value

    return check
