import random

from pyjury import case, raises

ISBNS = ["9780306406157", "9783161484100", "9780131103627", "9780262033848", "9780596007973"]


@case(open=True)
def a_day_at_the_desk(submission):
    book = submission.Book("K&R", "Kernighan", "978-0-13-110362-7")
    ada = submission.Member("Ada")
    library = submission.Library([book])
    library.lend(book, ada)
    assert len(library) == 0 and book not in library
    assert ada.books == (book,)
    assert library.give_back(book, ada) is None
    assert len(library) == 1 and ada.books == ()


@case(open=True)
def books(submission):
    book = submission.Book("K&R", "Kernighan", "978-0-13 110362-7")
    assert (book.title, book.author, book.isbn, str(book)) == ("K&R", "Kernighan", "9780131103627", "K&R by Kernighan")
    same, other = submission.Book("Other", "One", "9780131103627"), submission.Book("K&R", "Kernighan", ISBNS[0])
    assert book == same and hash(book) == hash(same) and len({book, same, other}) == 2
    assert book != other and book != "9780131103627"
    for name in ("title", "author", "isbn"):
        with raises(AttributeError):
            setattr(book, name, "new")
    assert book.isbn == "9780131103627"


@case
def isbns(submission):
    for text in [*ISBNS, "978-3-16-148410-0", " 978 0 306 40615 7 ", "0000000000000"]:
        assert submission.Book.is_isbn(text) is True, f"is_isbn({text!r})"
        assert submission.Book("t", "a", text).isbn == text.replace("-", "").replace(" ", "")
    for text in [
        "", "9780306406158", "978030640615", "97803064061570", "978030640615X", "0306406152", "٩780306406157", "9780306406157\n",
        "9870306406157",
    ]:  # fmt: skip
        assert submission.Book.is_isbn(text) is False, f"is_isbn({text!r})"
        with raises(ValueError):
            submission.Book("t", "a", text)
    assert submission.Book("t", "a", ISBNS[0]).is_isbn(ISBNS[1]) is True


@case
def books_from_lines(submission):
    book = submission.Book.from_line("  K&R;Kernighan , Ritchie ;978-0-13-110362-7 ")
    assert (book.title, book.author, book.isbn) == ("K&R", "Kernighan , Ritchie", "9780131103627")
    for line in ("", "K&R; Kernighan", "K&R; Kernighan; 9780131103627; 1988", "K&R; Kernighan; 123"):
        with raises(ValueError):
            submission.Book.from_line(line)

    class Map(submission.Book):
        scale = 1000

    made = Map.from_line(f"Town; Survey; {ISBNS[0]}")
    assert isinstance(made, Map) and made.scale == 1000 and str(made) == "Town by Survey"


@case
def refusals(submission):
    library, made = open_library(submission, [0, 1, 2, 3, 3])
    ada, bob = submission.Member("Ada", limit=2), submission.Member("Bob")
    library.lend(made[0], ada)
    refused(submission, "no copy", library.lend, made[0], bob)
    refused(submission, "no copy", library.lend, made[0], ada)
    refused(submission, "no copy", library.lend, made[4], bob)
    library.lend(made[3], ada)
    refused(submission, "twice", library.lend, made[3], ada)
    refused(submission, "limit", library.lend, made[1], ada)
    refused(submission, "not lent", library.give_back, made[1], ada)
    refused(submission, "not lent", library.give_back, made[0], bob)
    assert ada.books == (made[0], made[3]) and bob.books == ()
    assert len(library) == 3 and made[3] in library and made[0] not in library


@case
def reservations(submission):
    library, made = open_library(submission, [0, 0, 1])
    ada, bob, cyd, dan = [submission.Member(name) for name in ("Ada", "Bob", "Cyd", "Dan")]
    refused(submission, "unknown", library.reserve, made[4], ada)
    library.lend(made[0], ada)
    refused(submission, "twice", library.reserve, made[0], ada)
    library.reserve(made[0], bob)
    refused(submission, "twice", library.reserve, made[0], bob)
    refused(submission, "reserved", library.lend, made[0], dan)
    refused(submission, "reserved", library.lend, made[0], ada)
    library.reserve(made[0], cyd)
    refused(submission, "reserved", library.lend, made[0], cyd)
    assert library.give_back(made[0], ada) is bob
    library.lend(made[0], cyd)  # two copies, and one member before Cyd
    refused(submission, "reserved", library.lend, made[0], dan)
    assert library.give_back(made[0], cyd) is bob
    library.lend(made[0], dan)
    library.lend(made[0], bob)
    refused(submission, "no copy", library.lend, made[0], ada)
    assert library.give_back(made[0], bob) is None
    library.lend(made[0], ada)


@case
def what_a_member_has(submission):
    library, made = open_library(submission, [0, 1, 2])
    ada = submission.Member("Ada")
    assert (ada.name, ada.limit, ada.books) == ("Ada", 3, ())
    for book in made[:3]:
        library.lend(book, ada)
    library.give_back(made[1], ada)
    library.lend(made[1], ada)
    assert ada.books == (made[0], made[2], made[1])
    assert type(ada.books) is tuple and submission.Member("Bob").books == ()


@case
def libraries_are_counted(submission):
    assert submission.Library.opened == 0
    first, second = submission.Library(), submission.Library()
    assert (first.number, second.number, submission.Library.opened, first.opened) == (1, 2, 2, 2)
    book = submission.Book("t", "a", ISBNS[0])
    first.add(book)
    assert (len(first), len(second)) == (1, 0)

    class Archive(submission.Library):
        pass

    assert Archive().number == 3 and submission.Library.opened == 3


@case(each={"seed": [1, 2, 3]})
def random_days(submission, seed):
    """Against a model"""
    chance = random.Random(seed)
    stock = [chance.randrange(4) for _ in range(6)]
    library, made = open_library(submission, stock)
    members = [submission.Member(name, limit=2) for name in "xyz"]
    model = Model(stock, [2] * 3)
    for _ in range(90):
        what = chance.choice(["lend", "lend", "reserve", "give_back"])
        book, member = chance.randrange(4), chance.randrange(3)
        expected = getattr(model, what)(book, member)
        call = getattr(library, what)
        if isinstance(expected, str):
            refused(submission, expected, call, made[book], members[member])
        else:
            came = call(made[book], members[member])
            if what == "give_back":
                assert came is (None if expected is None else members[expected]), "who waits longest"
        assert members[member].books == tuple(made[each] for each in model.has[member])
        assert len(library) == sum(model.shelf.values())


class Model:
    def __init__(self, stock, limits):
        self.shelf = {book: stock.count(book) for book in range(5)}
        self.known = set(stock)
        self.has = [[] for _ in limits]
        self.limits = limits
        self.waiting = {book: [] for book in range(5)}

    def lend(self, book, member):
        waiting = self.waiting[book]
        before = waiting.index(member) if member in waiting else len(waiting)
        if not self.shelf[book]:
            return "no copy"
        if self.shelf[book] <= before:
            return "reserved"
        if book in self.has[member]:
            return "twice"
        if len(self.has[member]) >= self.limits[member]:
            return "limit"
        self.shelf[book] -= 1
        self.has[member].append(book)
        if member in waiting:
            waiting.remove(member)

    def reserve(self, book, member):
        if book not in self.known:
            return "unknown"
        if book in self.has[member] or member in self.waiting[book]:
            return "twice"
        self.waiting[book].append(member)

    def give_back(self, book, member):
        if book not in self.has[member]:
            return "not lent"
        self.has[member].remove(book)
        self.shelf[book] += 1
        return self.waiting[book][0] if self.waiting[book] else None


def open_library(submission, stock):
    """A library with copies of those books; and five books, from 0 to 4."""
    made = [submission.Book(f"title {number}", f"author {number}", isbn) for number, isbn in enumerate(ISBNS)]
    return submission.Library([made[number] for number in stock]), made


def refused(submission, message, call, *args):
    with raises(submission.Refused) as caught:
        call(*args)
    assert str(caught.value) == message
