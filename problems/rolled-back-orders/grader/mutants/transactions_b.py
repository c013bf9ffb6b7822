"""Orders of a shop, in its one database."""

import sqlite3
import tempfile
from contextlib import contextmanager

CUSTOMERS = [("ada", 1000), ("bob", 50)]
FILE = tempfile.mkdtemp() + "/shop.db"
_made = False


def connect():
    """A connection to the shop's database; nobody may have left changes there."""
    global _made
    db = sqlite3.connect(FILE, isolation_level=None, timeout=0.1)
    if not _made:
        db.executescript("""
            pragma synchronous = off;
            create table customers (name text primary key, credit integer not null check (credit >= 0));
            create table orders (id integer primary key, customer text not null, cents integer not null, state text not null);
        """)
        db.executemany("insert into customers values (?, ?)", CUSTOMERS)
        _made = True
    left = db.execute("select name, credit from customers order by name").fetchall()
    if left != CUSTOMERS or db.execute("select count(*) from orders").fetchone() != (0,):
        raise RuntimeError("somebody has left changes in the database")
    return db


class Orders:
    """What can be done with orders; whoever has the connection decides what is kept."""

    def __init__(self, db):
        self._db = db

    @contextmanager
    def _whole(self):
        self._db.execute("savepoint whole")
        try:
            yield
        except Exception:
            raise
        finally:
            self._db.execute("release whole")

    def credit(self, customer):
        row = self._db.execute("select credit from customers where name = ?", (customer,)).fetchone()
        if row is None:
            raise KeyError(customer)
        return row[0]

    def place(self, customer, cents):
        if cents <= 0:
            raise ValueError("nothing to pay")
        self.credit(customer)
        with self._whole():
            row = (customer, cents)
            number = self._db.execute("insert into orders (customer, cents, state) values (?, ?, 'open')", row).lastrowid
            try:
                self._db.execute("update customers set credit = credit - ? where name = ?", (cents, customer))
            except sqlite3.IntegrityError:
                raise ValueError("not enough credit") from None
        return number

    def _end(self, number, state):
        row = self._db.execute("select customer, cents, state from orders where id = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        if row[2] != "open":
            raise ValueError(f"the order is {row[2]}")
        self._db.execute("update orders set state = ? where id = ?", (state, number))
        return row[:2]

    def cancel(self, number):
        with self._whole():
            customer, cents = self._end(number, "cancelled")
            self._db.execute("update customers set credit = credit + ? where name = ?", (cents, customer))

    def ship(self, number):
        self._end(number, "shipped")

    def open_of(self, customer):
        self.credit(customer)
        query = "select id, cents from orders where customer = ? and state = 'open' order by id"
        return self._db.execute(query, (customer,)).fetchall()

    def revenue(self):
        return self._db.execute("select coalesce(sum(cents), 0) from orders where state = 'shipped'").fetchone()[0]
