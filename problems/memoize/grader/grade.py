import random

from pyjury import case, probe, raises, there


@case(open=True)
def fibonacci(submission):
    @submission.memoize
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    assert fib(20) == 6765
    assert (fib.hits, fib.misses) == (18, 21)


@case
def one_call_for_each_argument(submission):
    calls = probe(answers=[10, 20, 30], name="calls")
    memo = submission.memoize(calls)
    assert [memo(1), memo(2), memo(1), memo(2), memo("1")] == [10, 20, 10, 20, 30]
    assert calls.count == 3
    assert (memo.hits, memo.misses) == (2, 3)


@case
def the_same_parameters(submission):
    calls = []

    def area(width, height=2, *, unit="m"):
        calls.append((width, height, unit))
        return f"{width * height} {unit}"

    memo = submission.memoize(area)
    for _ in range(2):
        assert memo(3) == memo(3, 2) == memo(height=2, width=3) == memo(3, unit="m") == "6 m"
        assert memo(2, 3) == memo(height=3, unit="m", width=2) == "6 m"
        assert memo(3, 2, unit="km") == memo(unit="km", width=3) == "6 km"
    assert calls == [(3, 2, "m"), (2, 3, "m"), (3, 2, "km")]
    assert (memo.hits, memo.misses) == (13, 3)


@case
def rest_parameters(submission):
    calls = []

    def total(first, *rest, **named):
        calls.append((first, rest, named))
        return len(calls)

    memo = submission.memoize(total)
    assert memo(1, 2, x=3, y=4) == memo(1, 2, y=4, x=3) == 1
    assert memo(1, (2,), x=3, y=4) == 2
    assert memo(1, 2, x=3, y=5) == 3
    assert memo(1, ("x", 3), ("y", 4)) == 4
    assert memo(1, x=3, y=4) == 5
    assert memo(1) == 6
    assert calls[0] == (1, (2,), {"x": 3, "y": 4})


@case
def equal_arguments(submission):
    memo = submission.memoize(probe(answers=["first", "second", "third"], name="calls"))
    assert [memo(1), memo(1.0), memo(True), memo("1"), memo(b"1")] == ["first", "first", "first", "second", "third"]


@case
def arguments_that_cannot_be_hashed(submission):
    calls = probe(lambda items, more=None: sum(items), name="calls")
    memo = submission.memoize(calls)
    assert [memo([1, 2]), memo([1, 2]), memo((1, 2), [3]), memo((1, 2), [3]), memo((1, 2), [])] == [3] * 5
    assert calls.count == 5
    assert memo.hits == 0 and memo.misses == 5
    with raises(TypeError):
        memo([1, "a"])
    assert calls.count == 6, "a TypeError of the function's own is no reason to call it again"


@case
def exceptions_are_not_remembered(submission):
    calls = probe(answers=[OSError("no"), TypeError("no"), 5, 6], name="calls")
    memo = submission.memoize(calls)
    for error in (OSError, TypeError):
        with raises(error, match="no"):
            memo(1)
    assert (memo(1), memo(1)) == (5, 5)
    assert calls.count == 3
    assert (memo.hits, memo.misses) == (1, 3)


@case
def falsy_results(submission):
    calls = probe(answers=[None, 0, [], ""], name="calls")
    memo = submission.memoize(calls)
    for _ in range(3):
        assert [memo(0), memo(1), memo(2), memo(3)] == [None, 0, [], ""]
    assert calls.count == 4


@case
def the_same_object(submission):
    class Result:
        """Stays here, so that it is the same only if it's the very same."""

    memo = submission.memoize(lambda n: Result())
    first = memo(1)
    assert memo(1) is first
    assert memo(2) is not first


@case
def clearing(submission):
    calls = probe(answers=range(9), name="calls")
    memo = submission.memoize(calls)
    assert [memo(7), memo(7)] == [0, 0]
    memo.clear()
    assert (memo.hits, memo.misses) == (0, 0)
    assert [memo(7), memo(7)] == [1, 1]
    assert (memo.hits, memo.misses) == (1, 1)


@case
def two_functions(submission):
    first, second = submission.memoize(lambda n: n + 1), submission.memoize(lambda n: n * 2)
    assert [first(5), second(5), first(5), second(5)] == [6, 10, 6, 10]
    first.clear()
    assert (first.hits, second.hits) == (0, 1)


@case
def names_are_kept(submission):
    def area(width):
        """Width by width."""

    for memo in (submission.memoize(area), submission.memoize(size=3)(area)):
        assert memo.__name__ == "area" and memo.__doc__ == "Width by width."


@case
def functions_without_a_signature(submission):
    memo = submission.memoize(max)
    assert memo(3, 5, 4) == memo(3, 5, 4) == 5
    memo = submission.memoize(dict)
    assert memo(a=1, b=2) == memo(b=2, a=1) == {"a": 1, "b": 2}
    assert memo.hits == 1


@case(each={"size": [0, 1, 2, 7]})
def limited(submission, size):
    """Against a model"""
    chance = random.Random(size)
    calls = probe(lambda n: n * n, name="calls")
    memo, recent, expected = submission.memoize(size=size)(calls), [], 0
    for _ in range(120):
        n = chance.randrange(size + 3)
        assert memo(n) == n * n
        if n in recent:
            recent.remove(n)
        else:
            expected += 1
        recent = [n, *recent][:size]
        assert calls.count == expected, f"calls of the function, after {memo.hits + memo.misses} calls in all"
    assert (memo.hits, memo.misses) == (120 - expected, expected)


@case
def a_large_memory(submission):
    memo = submission.memoize(size=20_000)(abs)
    numbers = there.list(range(40_000))
    for _ in range(2):
        assert there.sum(there.map(memo, numbers)) == 799_980_000
    assert (memo.hits, memo.misses) == (0, 80_000)
