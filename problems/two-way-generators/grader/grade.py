from itertools import count

from pyjury import case, raises, take, there


@case(open=True)
def countdown(submission):
    numbers = submission.Countdown(3)
    assert list(numbers) == [3, 2, 1]
    assert list(numbers) == [3, 2, 1], "the second time"
    assert (len(numbers), list(reversed(numbers))) == (3, [1, 2, 3])
    for start in (0, -2):
        empty = submission.Countdown(start)
        assert (list(empty), len(empty), list(reversed(empty))) == ([], 0, [])


@case
def countdowns_side_by_side(submission):
    numbers = submission.Countdown(4)
    first, second = iter(numbers), iter(numbers)
    assert [next(first), next(first), next(second), next(first), next(second)] == [4, 3, 4, 2, 3]
    assert there.iter(first) is first
    assert next(first) == 1
    for _ in range(2):
        with raises(StopIteration):
            next(first)


@case
def what_a_countdown_contains(submission):
    numbers = submission.Countdown(10**12)
    assert 1 in numbers and 10**12 in numbers
    assert 0 not in numbers and -1 not in numbers and 10**12 + 1 not in numbers
    assert 2.5 not in numbers and "5" not in numbers and 3.0 in numbers
    assert len(numbers) == 10**12


@case
def flattening(submission):
    for items, expected in [
        ([], []), ([[], [[]], ()], []), ([1, [2, (3, "ab")]], [1, 2, 3, "ab"]), (["abc"], ["abc"]),
        (["a", ["bc", b"de"], ""], ["a", "bc", b"de", ""]),
        ({"x": 1, "y": 2}, ["x", "y"]), ([range(3), {7}, None, [0, [False]]], [0, 1, 2, 7, None, 0, False]),
    ]:  # fmt: skip
        assert list(submission.flatten(items)) == expected, f"flatten({items!r})"
    deep = [1]
    for _ in range(90):
        deep = [deep, 2]
    assert list(submission.flatten(deep)) == [1] + [2] * 90


@case
def flattening_is_lazy(submission):
    read = []

    def items():
        for number in count():
            read.append(number)
            yield number

    stream = submission.flatten(["a", [items(), "never"], "never"])
    assert read == []
    assert take(stream, 4) == ["a", 0, 1, 2]
    assert read == [0, 1, 2], "what was read"
    assert take(submission.flatten(["x", y] for y in count()), 5) == ["x", 0, "x", 1, "x"]


@case(open=True)
def averaging(submission):
    stream = submission.averages()
    assert next(stream) is None
    assert [stream.send(4), stream.send(8), stream.send(-3)] == [4, 6, 3]
    assert [next(stream), next(stream), stream.send(7)] == [3, 3, 4]


@case
def averages_that_are_reset(submission):
    stream = submission.averages()
    next(stream)
    assert next(stream) is None
    stream.send(5)
    assert stream.throw(submission.Reset) is None
    assert next(stream) is None
    assert [stream.send(1), stream.send(0), stream.send(0)] == [1, 0.5, 1 / 3]
    assert stream.throw(submission.Reset()) is None
    assert stream.throw(submission.Reset()) is None
    assert stream.send(2) == 2


@case
def averages_that_end(submission):
    stream = submission.averages()
    next(stream)
    stream.send(1)
    stream.close()
    with raises(StopIteration):
        stream.send(2)
    for thrown, comes in [(KeyError("k"), KeyError), (StopIteration(), RuntimeError), (ValueError("v"), ValueError)]:
        stream = submission.averages()
        next(stream)
        stream.send(1)
        with raises(comes):
            stream.throw(thrown)
        with raises(StopIteration):
            next(stream)
    with raises(TypeError):
        submission.averages().send(1)
    with raises(submission.Reset):
        submission.averages().throw(submission.Reset)


class Source:
    """Makes generators that note what happens to them."""

    def __init__(self):
        self.log = []

    def __call__(self, name, *items, result=None, catches=(), ends=None):
        return self.generator(name, items, result, catches, ends)

    def generator(self, name, items, result, catches, ends):
        try:
            for item in items:
                try:
                    self.log.append((name, (yield item)))
                except catches as error:
                    self.log.append((name, type(error).__name__))
        finally:
            self.log.append((name, "end"))
        if ends:
            raise ends
        return result


@case
def relaying(submission):
    source = Source()
    stream = submission.relay(source("a", 1, 2, result="A"), source("b"), source("c", 3, result=0))
    assert next(stream) == 1
    assert stream.send("x") == 2
    assert stream.send("y") == 3
    with raises(StopIteration) as caught:
        stream.send("z")
    assert caught.value.value == ["A", None, 0]
    assert source.log == [("a", "x"), ("a", "y"), ("a", "end"), ("b", "end"), ("c", "z"), ("c", "end")]


@case
def relaying_nothing(submission):
    with raises(StopIteration) as caught:
        next(submission.relay())
    assert caught.value.value == []


@case
def relaying_exceptions(submission):
    source = Source()
    stream = submission.relay(source("a", 1, 2, 3, catches=KeyError), source("b", 4))
    assert next(stream) == 1
    assert stream.throw(KeyError("in")) == 2
    with raises(ValueError, match="^out$"):
        stream.throw(ValueError("out"))
    assert source.log == [("a", "KeyError"), ("a", "end")]
    with raises(StopIteration):
        next(stream)


@case
def an_exception_closes_the_rest(submission):
    closed = []
    rest = [Unbegun(closed, name) for name in "bc"]
    stream = submission.relay(Source()("a", 1, ends=OSError("broken")), *rest)
    assert next(stream) == 1
    with raises(OSError, match="broken"):
        next(stream)
    assert closed == ["b", "c"]


@case
def closing_closes_all(submission):
    source, closed = Source(), []
    stream = submission.relay(source("a", 1), source("b", 2, 3), *[Unbegun(closed, name) for name in "cd"])
    assert [next(stream), next(stream)] == [1, 2]
    stream.close()
    assert source.log == [("a", None), ("a", "end"), ("b", "end")]
    assert closed == ["c", "d"]
    with raises(StopIteration):
        next(stream)


class Unbegun:
    """A generator in all that matters, which mustn't begin."""

    def __init__(self, closed, name):
        self.closed = closed
        self.name = name

    def __iter__(self):
        return self

    def __next__(self):
        return f"{self.name} began"

    def send(self, value):
        return f"{self.name} began"

    def throw(self, *error):
        return f"{self.name} began"

    def close(self):
        self.closed.append(self.name)
