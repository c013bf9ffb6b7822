# The lines of each order are asked for one by one: N + 1 statements; the documents are all read to find a customer's.
"""One repository of orders over three kinds of store."""

import dbm.dumb
import json
from contextlib import contextmanager

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship


def checked(lines):
    """The lines as a list of tuples, all of them good."""
    lines = [tuple(line) for line in lines]
    articles = [article for article, _, _ in lines]
    if not lines or "" in articles or len(set(articles)) < len(articles):
        raise ValueError("an order has lines, with different articles that have names")
    if any(count < 1 or cents < 0 for _, count, cents in lines):
        raise ValueError("a count is at least 1, a price at least 0")
    return lines


class SqlStore:
    """Over the driver's own interface."""

    def __init__(self, db):
        self._db = db
        self._in_block = False
        with self._whole():
            db.execute("create table if not exists orders (number integer primary key autoincrement, customer text not null)")
            db.execute("""
                create table if not exists lines (
                    number integer not null references orders (number), place integer not null, article text not null,
                    count integer not null, cents integer not null, primary key (number, place)
                )
            """)

    @contextmanager
    def _whole(self):
        """All or nothing: a transaction of its own, or a part of the one that is open."""
        if self._in_block:
            yield
            return
        self._db.execute("begin")
        try:
            yield
        except BaseException:
            self._db.rollback()
            raise
        self._db.commit()

    @contextmanager
    def transaction(self):
        with self._whole():
            self._in_block = True
            try:
                yield
            finally:
                self._in_block = False

    def _insert(self, number, lines):
        rows = [(number, place, *line) for place, line in enumerate(lines)]
        self._db.executemany("insert into lines (number, place, article, count, cents) values (?, ?, ?, ?, ?)", rows)

    def _check(self, number):
        if self._db.execute("select 1 from orders where number = ?", (number,)).fetchone() is None:
            raise KeyError(number)

    def _select(self, condition="", parameters=()):
        query = f"select number, customer from orders {condition} order by number"
        orders = []
        for number, customer in self._db.execute(query, parameters).fetchall():
            lines = self._db.execute("select article, count, cents from lines where number = ? order by place", (number,))
            orders.append({"number": number, "customer": customer, "lines": lines.fetchall()})
        return orders

    def add(self, customer, lines):
        lines = checked(lines)
        with self._whole():
            number = self._db.execute("insert into orders (customer) values (?)", (customer,)).lastrowid
            self._insert(number, lines)
        return number

    def get(self, number):
        found = self._select("where number = ?", (number,))
        if not found:
            raise KeyError(number)
        return found[0]

    def replace(self, number, lines):
        lines = checked(lines)
        with self._whole():
            self._check(number)
            self._db.execute("delete from lines where number = ?", (number,))
            self._insert(number, lines)

    def remove(self, number):
        with self._whole():
            self._check(number)
            self._db.execute("delete from lines where number = ?", (number,))
            self._db.execute("delete from orders where number = ?", (number,))

    def orders_of(self, customer):
        return self._select("where customer = ?", (customer,))

    def all(self):
        return self._select()

    def totals(self):
        query = "select customer, sum(count * cents) from orders join lines using (number) group by customer"
        return dict(self._db.execute(query).fetchall())

    def close(self):
        pass


class Base(DeclarativeBase):
    pass


class Order(Base):
    __tablename__ = "orders"
    __table_args__ = {"sqlite_autoincrement": True}
    number: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]
    lines: Mapped[list["Line"]] = relationship(order_by="Line.place", cascade="all, delete-orphan")

    def fill(self, lines):
        self.lines = [Line(place=p, article=a, count=n, cents=c) for p, (a, n, c) in enumerate(lines)]

    def plain(self):
        lines = [(line.article, line.count, line.cents) for line in self.lines]
        return {"number": self.number, "customer": self.customer, "lines": lines}


class Line(Base):
    __tablename__ = "lines"
    number: Mapped[int] = mapped_column(ForeignKey("orders.number"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    article: Mapped[str]
    count: Mapped[int]
    cents: Mapped[int]


class OrmStore:
    """Over SQLAlchemy's sessions."""

    def __init__(self, engine):
        self._engine = engine
        self._session = None
        Base.metadata.create_all(engine)

    @contextmanager
    def _work(self):
        if self._session is not None:
            yield self._session
        else:
            with Session(self._engine) as session, session.begin():
                yield session

    @contextmanager
    def transaction(self):
        with self._work() as self._session:
            try:
                yield
                self._session.flush()
            finally:
                self._session = None

    @staticmethod
    def _select(session, *conditions):
        query = select(Order).where(*conditions).order_by(Order.number)
        return session.scalars(query).all()

    def _order(self, session, number):
        for order in self._select(session, Order.number == number):
            return order
        raise KeyError(number)

    def add(self, customer, lines):
        lines = checked(lines)
        with self._work() as session:
            order = Order(customer=customer)
            order.fill(lines)
            session.add(order)
            session.flush()
            return order.number

    def get(self, number):
        with self._work() as session:
            return self._order(session, number).plain()

    def replace(self, number, lines):
        lines = checked(lines)
        with self._work() as session:
            self._order(session, number).fill(lines)
            session.flush()

    def remove(self, number):
        with self._work() as session:
            session.delete(self._order(session, number))
            session.flush()

    def orders_of(self, customer):
        with self._work() as session:
            return [order.plain() for order in self._select(session, Order.customer == customer)]

    def all(self):
        with self._work() as session:
            return [order.plain() for order in self._select(session)]

    def totals(self):
        query = select(Order.customer, func.sum(Line.count * Line.cents)).join(Order.lines).group_by(Order.customer)
        with self._work() as session:
            return dict(session.execute(query).tuples().all())

    def close(self):
        pass


class DocumentStore:
    """Over keys and values: a JSON document for each order, and the numbers of each customer's orders."""

    def __init__(self, path):
        self._file = dbm.dumb.open(path, "c")
        self._changes = {}
        self._in_block = False

    @contextmanager
    def _whole(self):
        """Changes are collected, and written once nothing can go wrong any more."""
        if self._in_block:
            yield
            return
        try:
            yield
            for key, value in self._changes.items():
                if value is not None:
                    self._file[key] = json.dumps(value).encode()
                elif key in self._file:
                    del self._file[key]
            self._file.sync()
        finally:
            self._changes = {}

    @contextmanager
    def transaction(self):
        with self._whole():
            self._in_block = True
            try:
                yield
            finally:
                self._in_block = False

    def _read(self, key):
        key = key.encode()
        if key in self._changes:
            return self._changes[key]
        return json.loads(self._file[key]) if key in self._file else None

    def _write(self, key, value):
        self._changes[key.encode()] = value

    def _order(self, number):
        document = self._read(f"order:{number}")
        if document is None:
            raise KeyError(number)
        return document

    def _numbers(self, customer):
        return self._read(f"customer:{customer}") or []

    def add(self, customer, lines):
        lines = checked(lines)
        with self._whole():
            number = (self._read("last") or 0) + 1
            self._write("last", number)
            self._write(f"order:{number}", {"customer": customer, "lines": lines})
            self._write(f"customer:{customer}", [*self._numbers(customer), number])
        return number

    def get(self, number):
        document = self._order(number)
        return {"number": number, "customer": document["customer"], "lines": [tuple(line) for line in document["lines"]]}

    def replace(self, number, lines):
        lines = checked(lines)
        with self._whole():
            self._write(f"order:{number}", {**self._order(number), "lines": lines})

    def remove(self, number):
        with self._whole():
            customer = self._order(number)["customer"]
            self._write(f"order:{number}", None)
            self._write(f"customer:{customer}", [n for n in self._numbers(customer) if n != number] or None)

    def orders_of(self, customer):
        return [order for order in self.all() if order["customer"] == customer]

    def all(self):
        keys = {*self._file.keys(), *self._changes}
        numbers = sorted(int(key.removeprefix(b"order:")) for key in keys if key.startswith(b"order:"))
        return [self.get(number) for number in numbers if self._changes.get(b"order:%d" % number, ...) is not None]

    def totals(self):
        totals = {}
        for order in self.all():
            cents = sum(count * cents for _, count, cents in order["lines"])
            totals[order["customer"]] = totals.get(order["customer"], 0) + cents
        return totals

    def close(self):
        self._file.close()
