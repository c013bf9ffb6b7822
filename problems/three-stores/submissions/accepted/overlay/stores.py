"""The same, made in other ways: implicit transactions, two selects, a copy of what is read in front of the files."""

import dbm.dumb
import json
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import orm


class Rules:
    """What the three have in common."""

    @staticmethod
    def good(lines):
        found = []
        for article, count, cents in lines:
            if not article or count <= 0 or cents < 0:
                raise ValueError(f"no line of an order: {article}")
            found.append((article, count, cents))
        if len({article for article, _, _ in found}) != len(found) or not found:
            raise ValueError("each article once, and at least one")
        return found

    def close(self):
        """Nothing was opened."""


class SqlStore(Rules):
    def __init__(self, db):
        self.db, self.depth = db, 0
        db.execute("CREATE TABLE IF NOT EXISTS orders (number INTEGER PRIMARY KEY AUTOINCREMENT, customer TEXT)")
        db.execute(
            "CREATE TABLE IF NOT EXISTS lines (number INTEGER, place INTEGER, article TEXT, count INTEGER, cents INTEGER,"
            " PRIMARY KEY (number, place))"
        )

    @contextmanager
    def transaction(self):
        self.depth += 1
        try:
            if self.depth > 1:
                yield
            else:
                with self.db:
                    yield
        finally:
            self.depth -= 1

    def add(self, customer, lines):
        lines = self.good(lines)
        with self.transaction():
            cursor = self.db.cursor()
            cursor.execute("INSERT INTO orders (customer) VALUES (:customer)", {"customer": customer})
            self.write(cursor.lastrowid, lines)
            return cursor.lastrowid

    def write(self, number, lines):
        self.db.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?)", ((number, n, *line) for n, line in enumerate(lines)))

    def read(self, condition="", *values):
        found = {}
        for number, customer in self.db.execute(f"SELECT number, customer FROM orders {condition} ORDER BY number", values):
            found[number] = {"number": number, "customer": customer, "lines": []}
        lines = self.db.execute(
            "SELECT number, article, count, cents FROM lines"
            f" WHERE number IN (SELECT number FROM orders {condition}) ORDER BY number, place", values,
        )
        for number, *line in lines:
            found[number]["lines"].append(tuple(line))
        return list(found.values())

    def get(self, number):
        for order in self.read("WHERE number = ?", number):
            return order
        raise KeyError(number)

    def replace(self, number, lines):
        lines = self.good(lines)
        self.get(number)
        with self.transaction():
            self.db.execute("DELETE FROM lines WHERE number = ?", (number,))
            self.write(number, lines)

    def remove(self, number):
        with self.transaction():
            if not self.db.execute("DELETE FROM orders WHERE number = ?", (number,)).rowcount:
                raise KeyError(number)
            self.db.execute("DELETE FROM lines WHERE number = ?", (number,))

    def orders_of(self, customer):
        return self.read("WHERE customer = ?", customer)

    def all(self):
        return self.read()

    def totals(self):
        query = "SELECT customer, SUM(count * cents) FROM orders, lines WHERE orders.number = lines.number GROUP BY customer"
        return {customer: cents for customer, cents in self.db.execute(query)}


mapped = orm.registry()


@mapped.mapped
class Line:
    __table__ = sa.Table(
        "lines", mapped.metadata,
        sa.Column("number", sa.ForeignKey("orders.number"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("article", sa.Text), sa.Column("count", sa.Integer), sa.Column("cents", sa.Integer),
    )


@mapped.mapped
class Order:
    __table__ = sa.Table(
        "orders", mapped.metadata, sa.Column("number", sa.Integer, primary_key=True), sa.Column("customer", sa.Text),
        sqlite_autoincrement=True,
    )
    lines = orm.relationship(Line, order_by=Line.place, cascade="all, delete-orphan", lazy="selectin")


class OrmStore(Rules):
    def __init__(self, engine):
        mapped.metadata.create_all(engine)
        self.session, self.within = orm.Session(engine), False

    @contextmanager
    def transaction(self):
        if self.within:
            yield
            self.session.flush()
            return
        self.within = True
        try:
            yield
            self.session.commit()
        except BaseException:
            self.session.rollback()
            raise
        finally:
            self.within = False
            if not self.session.in_transaction():
                self.session.close()

    @staticmethod
    def plain(order):
        return {"number": order.number, "customer": order.customer, "lines": [(x.article, x.count, x.cents) for x in order.lines]}

    def mapped_lines(self, lines):
        return [Line(place=n, article=a, count=many, cents=cents) for n, (a, many, cents) in enumerate(lines)]

    def one(self, number):
        order = self.session.get(Order, number)
        if order is None:
            raise KeyError(number)
        return order

    def many(self, query):
        with self.transaction():
            return [self.plain(order) for order in self.session.scalars(query.order_by(Order.number))]

    def add(self, customer, lines):
        lines = self.good(lines)
        with self.transaction():
            order = Order(customer=customer, lines=self.mapped_lines(lines))
            self.session.add(order)
            self.session.flush()
            return order.number

    def get(self, number):
        with self.transaction():
            return self.plain(self.one(number))

    def replace(self, number, lines):
        lines = self.good(lines)
        with self.transaction():
            self.one(number).lines = self.mapped_lines(lines)

    def remove(self, number):
        with self.transaction():
            self.session.delete(self.one(number))

    def orders_of(self, customer):
        return self.many(sa.select(Order).filter_by(customer=customer))

    def all(self):
        return self.many(sa.select(Order))

    def totals(self):
        with self.transaction():
            cents = sa.func.sum(Line.count * Line.cents)
            rows = self.session.execute(sa.select(Order.customer, cents).join_from(Order, Line).group_by(Order.customer))
            return {customer: total for customer, total in rows}


class DocumentStore(Rules):
    def __init__(self, path):
        self.files, self.layer = dbm.dumb.open(path, "c"), None

    @contextmanager
    def transaction(self):
        if self.layer is not None:
            yield
            return
        self.layer = {}
        try:
            yield
            for key, document in self.layer.items():
                if document is None:
                    self.files.pop(key, None)
                else:
                    self.files[key] = json.dumps(document, ensure_ascii=False).encode()
            self.files.sync()
        finally:
            self.layer = None

    def peek(self, key, default=None):
        key = key.encode()
        if self.layer is not None and key in self.layer:
            found = self.layer[key]
        else:
            found = json.loads(self.files.get(key, b"null"))
        return default if found is None else found

    def poke(self, key, document):
        self.layer[key.encode()] = document

    def document(self, number):
        found = self.peek(f"order:{number}")
        if found is None:
            raise KeyError(number)
        return found

    def add(self, customer, lines):
        lines = self.good(lines)
        with self.transaction():
            number = self.peek("last", 0) + 1
            self.poke(f"customer:{customer}", self.peek(f"customer:{customer}", []) + [number])
            self.poke(f"order:{number}", {"customer": customer, "lines": lines})
            self.poke("last", number)
            return number

    def get(self, number):
        found = self.document(number)
        return {"number": number, "customer": found["customer"], "lines": list(map(tuple, found["lines"]))}

    def replace(self, number, lines):
        lines = self.good(lines)
        with self.transaction():
            self.poke(f"order:{number}", {"customer": self.document(number)["customer"], "lines": lines})

    def remove(self, number):
        with self.transaction():
            customer = self.document(number)["customer"]
            left = self.peek(f"customer:{customer}")
            left = [other for other in left if other != number]
            self.poke(f"customer:{customer}", left or None)
            self.poke(f"order:{number}", None)

    def orders_of(self, customer):
        return [self.get(number) for number in self.peek(f"customer:{customer}", [])]

    def all(self):
        numbers = []
        for key in set(self.files.keys()) | set(self.layer or ()):
            if key.startswith(b"order:") and not (self.layer and key in self.layer and self.layer[key] is None):
                numbers.append(int(key[6:]))
        return [self.get(number) for number in sorted(numbers)]

    def totals(self):
        totals = {}
        for order in self.all():
            totals.setdefault(order["customer"], []).extend(count * cents for _, count, cents in order["lines"])
        return {customer: sum(all_cents) for customer, all_cents in totals.items()}

    def close(self):
        self.files.close()
