from itertools import count

from pyjury import case, raises, take, there


class Reader:
    """An iterator that counts how far it was read."""

    def __init__(self, items):
        self.items = iter(items)
        self.count = 0

    def __iter__(self):
        return self

    def __next__(self):
        item = next(self.items)
        self.count += 1
        return item


@case(open=True)
def the_examples(submission):
    check(submission, "abcde", 3)
    check(submission, range(8), 3, step=2)
    check(submission, range(8), 3, step=2, partial=True)
    check(submission, "ab", 3, partial=True)


@case
def short_input(submission):
    for items in ("", "a", "ab", "abc"):
        for size in (1, 2, 3, 4):
            check(submission, items, size)
            check(submission, items, size, partial=True)


@case
def sizes_and_steps(submission):
    for length in (0, 1, 2, 5, 6, 7):
        for size in (1, 2, 3, 5):
            for step in (1, 2, 3, 4, 7):
                check(submission, range(length), size, step=step)


@case
def partial_windows(submission):
    for length in (1, 2, 5, 6, 7):
        for size in (1, 2, 3, 5):
            for step in (1, 2, 3, 4, 7):
                check(submission, range(length), size, step=step, partial=True)


@case
def items_of_every_kind(submission):
    check(submission, [None, None, 0, "", None], 2)
    check(submission, [None, None], 3, partial=True)
    assert list(submission.windows({"a": 1, "b": 2}, 2)) == [("a", "b")]
    assert take(submission.windows(iter([[1], [2], [3]]), 2), 5) == [([1], [2]), ([2], [3])]


@case
def endless(submission):
    assert take(submission.windows(count(), 3, step=5), 4) == [(0, 1, 2), (5, 6, 7), (10, 11, 12), (15, 16, 17)]
    assert take(submission.windows(count(5), 1, partial=True), 2) == [(5,), (6,)]


@case
def reads_no_further_than_needed(submission):
    for size, step, partial, expected in [
        (3, 1, False, [3, 4, 5]), (2, 2, False, [2, 4, 6]), (2, 5, False, [2, 7, 12]), (4, 3, True, [4, 7, 10]), (1, 1, True, [1, 2, 3]),
    ]:  # fmt: skip
        reader = Reader(count())
        windows = submission.windows(reader, size, step, partial)
        assert reader.count == 0, "items read before the first window"
        for number in expected:
            next(windows)
            assert reader.count == number, f"items read, size {size}, step {step}"


@case
def mistakes_are_told_at_once(submission):
    reader = Reader("abc")
    for size, step in [(0, 1), (-1, 1), (2, 0), (2, -3)]:
        with raises(ValueError):
            submission.windows(reader, size, step)
    assert reader.count == 0


@case
def it_is_an_iterator(submission):
    windows = submission.windows("abcd", 2)
    assert there.iter(windows) is windows
    assert next(windows) == ("a", "b")
    assert list(windows) == [("b", "c"), ("c", "d")]
    for _ in range(2):
        with raises(StopIteration):
            next(windows)


@case
def exceptions_of_the_items(submission):
    def broken():
        yield from "abc"
        raise OSError("the disk")

    for partial in (False, True):
        windows = submission.windows(broken(), 2, 1, partial)
        assert [next(windows), next(windows)] == [("a", "b"), ("b", "c")]
        with raises(OSError, match="the disk"):
            next(windows)


@case
def windows_do_not_change_later(submission):
    windows = submission.windows("abcd", 3)
    first = next(windows)
    next(windows)
    assert type(first) is tuple and first == ("a", "b", "c")


@case
def many_windows(submission):
    length, size = 150_000, 50
    last = there("collections").deque(submission.windows(there.range(length), size), 1)
    assert list(last) == [tuple(range(length - size, length))]


@case
def large_windows_far_apart(submission):
    """What was read and isn't needed any more isn't kept: a million items must not stay in memory"""
    windows = submission.windows(there.map(there.bytes, there("itertools").repeat(2000, 60_000)), 2, 1000)
    sizes = [[len(item) for item in window] for window in take(windows, 100)]
    assert sizes == [[2000, 2000]] * 60


def check(submission, items, size, step=1, partial=False):
    items = list(items)
    starts = range(0, len(items), step)
    expected = [tuple(items[start : start + size]) for start in starts if partial or start + size <= len(items)]
    options = {**({"step": step} if step != 1 else {}), **({"partial": True} if partial else {})}
    came = take(submission.windows(iter(items), size, **options), len(items) + 2)
    assert came == expected, f"windows({items!r}, {size}, step={step}, partial={partial})"
