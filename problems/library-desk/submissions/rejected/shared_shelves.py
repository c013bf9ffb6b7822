# All libraries share their shelves.
from collections import Counter, defaultdict


class Refused(Exception):
    """What the desk can't do."""


class Book:
    def __init__(self, title, author, isbn):
        if not self.is_isbn(isbn):
            raise ValueError(f"{isbn!r} is no ISBN")
        self._title = title
        self._author = author
        self._isbn = without_marks(isbn)

    @classmethod
    def from_line(cls, line):
        title, author, isbn = map(str.strip, line.split(";"))
        return cls(title, author, isbn)

    @staticmethod
    def is_isbn(text):
        digits = without_marks(text)
        if len(digits) != 13 or not set(digits) <= set("0123456789"):
            return False
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0

    @property
    def title(self):
        return self._title

    @property
    def author(self):
        return self._author

    @property
    def isbn(self):
        return self._isbn

    def __eq__(self, other):
        if not isinstance(other, Book):
            return NotImplemented
        return self.isbn == other.isbn

    def __hash__(self):
        return hash(self.isbn)

    def __str__(self):
        return f"{self.title} by {self.author}"


def without_marks(text):
    return text.replace("-", "").replace(" ", "")


class Member:
    def __init__(self, name, limit=3):
        self.name = name
        self.limit = limit
        self.books = ()


class Library:
    opened = 0
    shelves = Counter()

    def __init__(self, books=()):
        Library.opened += 1
        self.number = Library.opened
        self.waiting = defaultdict(list)
        for book in books:
            self.add(book)

    def __len__(self):
        return self.shelves.total()

    def __contains__(self, book):
        return self.shelves[book] > 0

    def add(self, book):
        self.shelves[book] += 1

    def lend(self, book, member):
        waiting = self.waiting[book]
        before = waiting.index(member) if member in waiting else len(waiting)
        if book not in self:
            raise Refused("no copy")
        if self.shelves[book] <= before:
            raise Refused("reserved")
        if book in member.books:
            raise Refused("twice")
        if len(member.books) >= member.limit:
            raise Refused("limit")
        self.shelves[book] -= 1
        member.books += (book,)
        if member in waiting:
            waiting.remove(member)

    def reserve(self, book, member):
        if book not in self.shelves.keys():
            raise Refused("unknown")
        if book in member.books or member in self.waiting[book]:
            raise Refused("twice")
        self.waiting[book].append(member)

    def give_back(self, book, member):
        if book not in member.books:
            raise Refused("not lent")
        place = member.books.index(book)
        member.books = member.books[:place] + member.books[place + 1 :]
        self.shelves[book] += 1
        return next(iter(self.waiting[book]), None)
