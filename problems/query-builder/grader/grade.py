import random

from pyjury import case, raises, share

OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "in")


def mistakes(submission, builder):
    with raises(submission.QueryError) as caught:
        builder.build()
    return caught.value.mistakes


def is_query(query, text, *values):
    assert query.text == text
    assert query.values == values


@case(open=True)
def example(submission):
    """The example of the statement"""
    adults = submission.QueryBuilder("people").where("age", ">=", 18)
    builder = adults.select("name", "city").order_by("name").limit(10).where("city", "in", ["Oslo", "Rome"])
    is_query(
        builder.build(),
        "SELECT name, city FROM people WHERE age >= ? AND city IN (?, ?) ORDER BY name LIMIT ?",
        18, "Oslo", "Rome", 10,
    )  # fmt: skip
    is_query(adults.build(), "SELECT * FROM people WHERE age >= ?", 18)
    bad = adults.limit(-1).offset(5).where("a b", "~", 1)
    assert mistakes(submission, bad) == ["bad limit -1", "bad name a b", "bad operator ~", "limit without order"]


@case
def everything(submission):
    """All parts, and none"""
    start = submission.QueryBuilder("t")
    is_query(start.build(), "SELECT * FROM t")
    builder = (
        start.offset(3)
        .order_by("a", descending=True)
        .limit(0)
        .order_by("b")
        .where("x", "!=", None)
        .select("c")
        .select()
    )
    is_query(builder.build(), "SELECT c FROM t WHERE x != ? ORDER BY a DESC, b LIMIT ? OFFSET ?", None, 0, 3)
    is_query(
        builder.limit(7).offset(0).build(),
        "SELECT c FROM t WHERE x != ? ORDER BY a DESC, b LIMIT ? OFFSET ?",
        None,
        7,
        0,
    )


@case
def branches(submission):
    """One builder, several queries"""
    start = submission.QueryBuilder("t").select("a").order_by("a")
    left, right = start.select("b"), start.select("c").where("c", "=", 1)
    for method, arguments in (
        ("where", ("z", "=", 1)),
        ("order_by", ("z",)),
        ("limit", (1,)),
        ("offset", (1,)),
        ("select", ("z",)),
    ):
        getattr(start, method)(*arguments)
    is_query(left.build(), "SELECT a, b FROM t ORDER BY a")
    is_query(right.build(), "SELECT a, c FROM t WHERE c = ? ORDER BY a", 1)
    is_query(start.build(), "SELECT a FROM t ORDER BY a")
    first = start.build()
    is_query(start.where("q", "<", 5).build(), "SELECT a FROM t WHERE q < ? ORDER BY a", 5)
    is_query(first, "SELECT a FROM t ORDER BY a")


@case
def all_mistakes(submission):
    """All mistakes at once, sorted, each once"""
    builder = submission.QueryBuilder("my table").select("a", "b", "a", "a").select("b", "1st")
    builder = builder.where("c", "like", "x").where("1st", "like", "y").where("d", "in", []).order_by("e-f").limit(True)
    assert mistakes(submission, builder) == [
        "bad limit True", "bad name 1st", "bad name e-f", "bad name my table", "bad operator like", "duplicate column a",
        "duplicate column b", "empty list for d",
    ]  # fmt: skip
    assert mistakes(submission, submission.QueryBuilder("t").offset("5")) == ["bad offset '5'", "offset without limit"]
    assert mistakes(submission, submission.QueryBuilder("").offset(2)) == ["bad name ", "offset without limit"]
    assert mistakes(submission, submission.QueryBuilder("t").limit(1.5).order_by("a").offset(-2)) == [
        "bad limit 1.5",
        "bad offset -2",
    ]
    assert issubclass(submission.QueryError, ValueError)


@case
def mended(submission):
    """A builder with mistakes can be mended, and used on"""
    bad = submission.QueryBuilder("t").limit(-1).offset(-1)
    assert mistakes(submission, bad) == ["bad limit -1", "bad offset -1", "limit without order"]
    is_query(bad.limit(2).offset(3).order_by("a").build(), "SELECT * FROM t ORDER BY a LIMIT ? OFFSET ?", 2, 3)
    assert mistakes(submission, bad.limit(4)) == ["bad offset -1", "limit without order"]


@case
def values_are_kept(submission):
    """A list that changes later; a query that can't be changed"""
    cities = share(["Oslo", "Rome"])
    builder = submission.QueryBuilder("t").where("city", "in", cities)
    cities.append("Bern")
    query = builder.build()
    cities.clear()
    is_query(query, "SELECT * FROM t WHERE city IN (?, ?)", "Oslo", "Rome")
    is_query(builder.build(), "SELECT * FROM t WHERE city IN (?, ?)", "Oslo", "Rome")
    for name in ("text", "values"):
        with raises(AttributeError):
            setattr(query, name, "changed")
        with raises(AttributeError):
            delattr(query, name)
    is_query(query, "SELECT * FROM t WHERE city IN (?, ?)", "Oslo", "Rome")


@case
def equal_queries(submission):
    """Equal queries, equal hashes"""

    def make(number):
        return submission.QueryBuilder("t").where("a", "=", number).build()

    assert make(1) == make(1) and hash(make(1)) == hash(make(1))
    assert make(1) != make(2) and make(1) != submission.QueryBuilder("t").build()
    assert len({make(1), make(2), make(1)}) == 2
    assert isinstance(make(1), submission.Query)


@case
def order_of_calls(submission):
    """The order of different calls doesn't matter"""
    chance = random.Random(5)
    for _ in range(25):
        columns = chance.sample("abcdefg", chance.randint(0, 4))
        conditions = [condition(chance) for _ in range(chance.randint(0, 3))]
        sorting = [(chance.choice("abc"), chance.random() < 0.5) for _ in range(chance.randint(1, 3))]
        limit, offset = chance.choice([(None, None), (5, None), (7, 2)])
        calls = [("select", (column,)) for column in columns] + [("where", each) for each in conditions]
        calls += [("order_by", each) for each in sorting]
        calls += [(name, (count,)) for name, count in (("limit", limit), ("offset", offset)) if count is not None]
        text = f"SELECT {', '.join(columns) or '*'} FROM t"
        if conditions:
            text += " WHERE " + " AND ".join(condition_text(*each) for each in conditions)
        text += " ORDER BY " + ", ".join(column + " DESC" * descending for column, descending in sorting)
        text += " LIMIT ?" * (limit is not None) + " OFFSET ?" * (offset is not None)
        values = [value for _, _, each in conditions for value in (each if type(each) is list else [each])]
        values += [count for count in (limit, offset) if count is not None]
        builder = submission.QueryBuilder("t")
        for name, arguments in shuffled(calls, chance):
            builder = getattr(builder, name)(*arguments)
        is_query(builder.build(), text, *values)


def condition(chance):
    operator = chance.choice(OPERATORS)
    value = [chance.randint(0, 9) for _ in range(chance.randint(1, 3))] if operator == "in" else chance.randint(0, 9)
    return chance.choice("xyz"), operator, value


def condition_text(column, operator, value):
    return f"{column} IN ({', '.join('?' * len(value))})" if operator == "in" else f"{column} {operator} ?"


def shuffled(calls, chance):
    """The calls in another order, but those of the same method in theirs."""
    queues = {name: [call for call in calls if call[0] == name] for name, _ in calls}
    names = [name for name, _ in calls]
    chance.shuffle(names)
    return [queues[name].pop(0) for name in names]
