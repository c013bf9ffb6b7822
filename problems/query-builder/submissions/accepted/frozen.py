from collections import Counter
from dataclasses import dataclass, replace

OPERATORS = {"=", "!=", "<", "<=", ">", ">=", "in"}


class QueryError(ValueError):
    def __init__(self, mistakes):
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True)
class Query:
    text: str
    values: tuple


@dataclass(frozen=True)
class QueryBuilder:
    table: str
    columns: tuple = ()
    conditions: tuple = ()
    sorting: tuple = ()
    count: int | None = None
    skipped: int | None = None

    def select(self, *columns):
        return replace(self, columns=self.columns + columns)

    def where(self, column, operator, value):
        if operator == "in":
            value = tuple(value)
        return replace(self, conditions=self.conditions + ((column, operator, value),))

    def order_by(self, column, descending=False):
        return replace(self, sorting=self.sorting + ((column, descending),))

    def limit(self, count):
        return replace(self, count=count)

    def offset(self, count):
        return replace(self, skipped=count)

    def build(self):
        mistakes = set(self.mistakes())
        if mistakes:
            raise QueryError(sorted(mistakes))
        parts = [f"SELECT {', '.join(self.columns) or '*'} FROM {self.table}"]
        values = []
        if self.conditions:
            parts.append("WHERE " + " AND ".join(condition_text(*each) for each in self.conditions))
            for _, operator, value in self.conditions:
                values += value if operator == "in" else [value]
        if self.sorting:
            parts.append("ORDER BY " + ", ".join(f"{column} DESC" if down else column for column, down in self.sorting))
        for word, number in (("LIMIT ?", self.count), ("OFFSET ?", self.skipped)):
            if number is not None:
                parts.append(word)
                values.append(number)
        return Query(" ".join(parts), tuple(values))

    def mistakes(self):
        names = [self.table, *self.columns, *(each[0] for each in self.conditions + self.sorting)]
        yield from (f"bad name {name}" for name in names if not name.isidentifier())
        yield from (f"duplicate column {name}" for name, times in Counter(self.columns).items() if times > 1)
        for column, operator, value in self.conditions:
            if operator not in OPERATORS:
                yield f"bad operator {operator}"
            if operator == "in" and not value:
                yield f"empty list for {column}"
        for word, number in (("limit", self.count), ("offset", self.skipped)):
            if number is not None and (type(number) is not int or number < 0):
                yield f"bad {word} {number!r}"
        if self.skipped is not None and self.count is None:
            yield "offset without limit"
        if self.count is not None and not self.sorting:
            yield "limit without order"


def condition_text(column, operator, value):
    return f"{column} IN ({', '.join('?' * len(value))})" if operator == "in" else f"{column} {operator} ?"
