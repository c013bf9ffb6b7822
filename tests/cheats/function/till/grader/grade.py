"""A till: small functions, each a way for a case to ask for something. Every case is one point."""

import asyncio
import functools
import math
import random
import time

from pyjury import Call, approx, case, in_threads, prints, probe, raises

SUMS = [([1, 2, 3], 6), ([40, 2], 42), ([], 0), ([7, -9], -2)]
CODE = 4711


@case
def sums(submission):
    for numbers, expected in SUMS:
        assert submission.total(numbers) == expected


@case
def mapped(submission):
    for came, (_, expected) in zip(map(submission.total, [numbers for numbers, _ in SUMS]), SUMS):
        assert came == expected


@case
def at_random(submission):
    numbers = [random.randrange(1, 1000) for _ in range(20)]
    assert submission.total(numbers) == sum(numbers)


@case
def largest(submission):
    assert submission.largest([3, 9, 4]) > 8
    assert submission.largest([3, 9, 4]) in {9, 10}


@case
def infinite(submission):
    assert submission.ratio(1, 0) == approx(math.inf)
    assert submission.ratio(-1, 0) == approx(-math.inf)


@case
def refused(submission):
    with raises(ValueError):
        low, high = submission.bounds("9..1")
    with raises(ValueError):
        int(submission.bounds("9.."))


@case
def each_in_order(submission):
    left = [1, 2, 3, 5]

    def visit(number):
        expected = left.pop(0)
        assert number == expected

    submission.visit_sorted([3, 1, 5, 2], visit)
    assert left == []


@case
def remembered(submission):
    square = probe(lambda n: n * n)
    again = submission.remember(square)
    assert [again(n) for n in (3, 4, 3, 3, 4, 4)] == [9, 16, 9, 9, 16, 16]
    assert square.count == 2


@case
def rates(submission):
    rate = probe(answers=[2, 3, 5], name="rate")
    assert submission.first_above(rate, 2) == 3
    assert rate.calls == [Call(), Call()]


class Vault:
    """Opens by its code, and counts."""

    def __init__(self):
        self._code, self.tries = CODE, 0

    def attempt(self, code):
        self.tries += 1
        return (code > self._code) - (code < self._code)


@case
def vault(submission):
    safe = Vault()
    assert submission.crack(safe, 10_000) == CODE
    assert 0 < safe.tries < 20


@case
def guessed(submission):
    def compare(number):
        return (number > CODE) - (number < CODE)

    assert submission.guess(probe(compare), compare, 10_000) == CODE


@case
def streamed(submission):
    def stream(secret):
        yield secret % 10
        yield secret // 10

    assert submission.joined(stream(CODE)) == CODE


@case
def transactions(submission):
    with submission.Transaction({"a": 1}) as items:
        items["a"] = 2
        assert items["a"] == 2
        assert sorted(items) == ["a", "total"]


@case
def read_roman(submission):
    assert submission.read("MCMXCIX") == 1999


@case
def write_roman(submission):
    assert submission.write(1999) == "MCMXCIX"


@case
def side_by_side(submission):
    outcomes = in_threads((submission.total, [1, 2]), (submission.total, [4, 5]))
    for came, expected in zip(map(lambda each: each.result(), outcomes), (3, 9)):
        assert came == expected


@case
def takes_its_time(submission):
    before = time.monotonic()
    for _ in range(3):
        submission.wait_a_little()
    assert time.monotonic() - before >= 0.15


@case
def printed_receipt(submission):
    with prints("bread   3\ntea    12\n"):
        submission.receipt([("bread", 3), ("tea", 12)])


@case
async def in_a_group(submission):
    async def check(number):
        assert await submission.doubled(number) == 2 * number

    async with asyncio.TaskGroup() as group:
        for number in (3, 4):
            group.create_task(check(number))


@case
async def all_at_once(submission):
    came = await asyncio.gather(*(submission.doubled(number) for number in (1, 2, 3)), return_exceptions=True)
    assert not any(isinstance(each, Exception) or each % 2 for each in came if not isinstance(each, BaseException))


@case
async def at_most_two(submission):
    running = done = 0

    async def job():
        nonlocal running, done
        running += 1
        await asyncio.sleep(1)
        done += 1
        assert running <= 2
        running -= 1

    await submission.limited([job] * 4)
    assert done == 4


@case
async def at_most_one_group(submission):
    running = done = 0

    async def part():
        nonlocal running, done
        running += 1
        await asyncio.sleep(1)
        done += 1
        assert running <= 1
        running -= 1

    async def job():
        async with asyncio.TaskGroup() as group:
            group.create_task(part())

    await submission.one_by_one([job] * 3)
    assert done == 3


def compare_to(code, number):
    return (number > code) - (number < code)


@case
def guessed_by_part(submission):
    assert submission.guess(functools.partial(compare_to, CODE), None, 10_000) == CODE


@case
def own_error(submission):
    try:
        submission.withdraw(5, 9)
        assert False, "nothing was raised"
    except submission.Broke:
        pass


@case
def own_errors(submission):
    try:
        submission.withdraw(5, 9)
        assert False, "nothing was raised"
    except submission.ERRORS:
        pass
