import asyncio
import random

from pyjury import approx, case, raises


class Operations:
    """Operations that take some seconds, and a log of what became of them."""

    def __init__(self, clock):
        self.clock = clock
        self.log = []

    def make(self, name, seconds, error=None, cleaning=0):
        async def operation():
            self.log.append((self.clock.now, f"{name} begins"))
            try:
                await asyncio.sleep(seconds)
            except asyncio.CancelledError:
                self.log.append((self.clock.now, f"{name} cut"))
                await asyncio.sleep(cleaning)
                raise
            self.log.append((self.clock.now, f"{name} ends"))
            if error is not None:
                raise error
            return name

        return operation


@case(open=True)
async def example(submission, clock):
    """The example of the statement"""
    make = Operations(clock).make
    a, b, c = make("a", 1), make("b", 4), make("c", 2)
    assert await submission.with_fallback(b, 3, c) == "c"
    assert clock.now == 5
    assert await submission.first_in_time([b, c], 3, 10) == "c"
    assert clock.now == 10
    with raises(TimeoutError):
        await submission.first_in_time([b, c], 3, 4)
    assert clock.now == 14
    assert await submission.as_many_as_fit([a, c, b], 6) == ["a", "c"]
    assert clock.now == 20


@case
async def no_fallback_needed(submission, clock):
    """with_fallback: in time, the fallback isn't called"""
    operations = Operations(clock)
    assert await submission.with_fallback(operations.make("quick", 2), 2.5, operations.make("fallback", 1)) == "quick"
    assert operations.log == [(0, "quick begins"), (2, "quick ends")]
    assert await submission.with_fallback(operations.make(None, 1), 2, operations.make("fallback", 1)) is None


@case
async def fallback_after_clean_up(submission, clock):
    """with_fallback: the fallback begins when the operation has ended, and has all the time it needs"""
    operations = Operations(clock)
    slow, fallback = operations.make("slow", 99, cleaning=2), operations.make("fallback", 50)
    assert await submission.with_fallback(slow, 3, fallback) == "fallback"
    assert operations.log == [
        (0, "slow begins"), (3, "slow cut"), (5, "fallback begins"), (55, "fallback ends"),
    ]  # fmt: skip


@case
async def own_failures(submission, clock):
    """A TimeoutError of the operation itself isn't the end of our time"""
    operations = Operations(clock)
    for error in (KeyError("key"), TimeoutError("the server says so")):
        failing, other = operations.make("failing", 1, error), operations.make("other", 1)
        for call in (
            submission.with_fallback(failing, 9, other),
            submission.first_in_time([failing, other], 9, 99),
            submission.as_many_as_fit([failing, other], 9),
        ):
            with raises(type(error), match=error.args[0]):
                await call
    assert not any("other" in label for _, label in operations.log)


@case
async def failing_fallback(submission, clock):
    """with_fallback: what the fallback raises is raised"""
    make = Operations(clock).make
    with raises(TimeoutError, match="the fallback is late"):
        await submission.with_fallback(make("a", 9), 1, make("b", 1, TimeoutError("the fallback is late")))
    assert clock.now == 2


@case
async def nobody_in_time(submission, clock):
    """first_in_time: none is left, before the total is over"""
    operations = Operations(clock)
    with raises(TimeoutError):
        await submission.first_in_time([operations.make(name, 9) for name in "ab"], 2, 99)
    assert operations.log == [(0, "a begins"), (2, "a cut"), (2, "b begins"), (4, "b cut")]
    with raises(TimeoutError):
        await submission.first_in_time([], 2, 99)
    assert clock.now == 4


@case
async def total_within_each(submission, clock):
    """first_in_time: the total is over in the middle, and nothing more begins"""
    operations = Operations(clock)
    with raises(TimeoutError):
        await submission.first_in_time([operations.make(name, 9) for name in "abcd"], 3, 7.5)
    assert operations.log[-2:] == [(6, "c begins"), (7.5, "c cut")]
    with raises(TimeoutError):
        await submission.first_in_time([operations.make("e", 5)], 9, 4)
    assert clock.now == 11.5


@case
async def cancelled_by_the_caller(submission, clock):
    """Cancelled: the operation is cut, and nothing else begins"""
    operations = Operations(clock)
    slow, other = operations.make("slow", 9), operations.make("other", 1)

    async def wait(awaitable):
        return await awaitable

    for call in (
        submission.with_fallback(slow, 5, other),
        submission.first_in_time([slow, other], 5, 20),
        submission.as_many_as_fit([slow, other], 5),
    ):
        begin = clock.now
        task = asyncio.create_task(wait(call))
        await asyncio.sleep(2)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled() and clock.now == begin + 2
        assert operations.log[-2:] == [(begin, "slow begins"), (begin + 2, "slow cut")]


@case
async def random_times(submission, clock):
    """Many operations, against a model"""
    chance = random.Random(11)
    for _ in range(40):
        operations = Operations(clock)
        seconds = [chance.randint(1, 9) for _ in range(chance.randint(0, 6))]
        batch = [operations.make(place, time) for place, time in enumerate(seconds)]
        limit = chance.randint(1, 25) + 0.4
        begin = clock.now
        came = await submission.as_many_as_fit(batch, limit)
        assert came == [place for place in range(len(seconds)) if sum(seconds[: place + 1]) < limit]
        assert clock.now - begin == approx(min(limit, sum(seconds)))
        each = chance.randint(1, 6) + 0.25
        begin, passed = clock.now, next((place for place, time in enumerate(seconds) if time < each), len(seconds))
        needed = passed * each + (seconds[passed] if passed < len(seconds) else 0)
        if passed < len(seconds) and needed < limit:
            assert await submission.first_in_time(batch, each, limit) == passed
        else:
            with raises(TimeoutError):
                await submission.first_in_time(batch, each, limit)
        assert clock.now - begin == approx(min(needed, limit))
