import asyncio
import random

from pyjury import case, raises


class Jobs:
    """Jobs that take some seconds each, and what became of them."""

    def __init__(self, clock):
        self.clock = clock
        self.running = self.peak = 0
        self.ended = []

    def job(self, name, seconds, error=None, cleaning=0):
        async def run():
            self.running += 1
            self.peak = max(self.peak, self.running)
            try:
                await asyncio.sleep(seconds)
            except asyncio.CancelledError:
                await asyncio.sleep(cleaning)
                self.ended.append((f"{name} cancelled", self.clock.now))
                raise
            finally:
                self.running -= 1
            self.ended.append((name, self.clock.now))
            if error is not None:
                raise error
            return name

        return run


@case(open=True)
async def example(submission, clock):
    """The example of the statement"""
    jobs = Jobs(clock)
    failure = OSError("no answer")
    batch = [jobs.job("slow", 3), jobs.job("broken", 0, failure), jobs.job("quick", 1)]
    assert await submission.run_all(batch) == [("ok", "slow"), ("error", failure), ("ok", "quick")]
    assert clock.now == 3
    assert await submission.first_success(batch) == "quick"
    assert clock.now == 4
    reported = []
    assert await submission.as_they_come(batch, lambda *each: reported.append((*each, clock.now))) == [1]
    assert reported == [(2, "quick", 5), (0, "slow", 7)]


@case
async def all_of_them(submission, clock):
    """run_all: many jobs, at the same time, failures kept"""
    chance = random.Random(3)
    jobs = Jobs(clock)
    batch, expected = [], []
    for number in range(120):
        error = ValueError(number) if chance.random() < 0.3 else None
        batch.append(jobs.job(f"job {number}", chance.randint(1, 20), error))
        expected.append(("error", error) if error else ("ok", f"job {number}"))
    assert await submission.run_all(batch) == expected
    assert clock.now == 20, "the slowest job takes 20 seconds"
    assert jobs.peak == 120, "all jobs must run at the same time"
    assert await submission.run_all([]) == []


@case
async def results_that_are_exceptions(submission):
    """run_all: an exception that is returned is a result"""

    async def returns():
        return KeyError("returned")

    async def raises_it():
        raise KeyError("raised")

    (first, result), (second, error) = await submission.run_all([returns, raises_it])
    assert (first, second) == ("ok", "error")
    assert result.args == ("returned",) and error.args == ("raised",)


@case
async def cancelled(submission, clock):
    """run_all: cancelled, it cancels what still runs"""
    jobs = Jobs(clock)

    async def wait():
        await submission.run_all([jobs.job("a", 1), jobs.job("b", 5), jobs.job("c", 9)])

    task = asyncio.create_task(wait())
    await asyncio.sleep(2)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(20)
    assert sorted(jobs.ended) == [("a", 1), ("b cancelled", 2), ("c cancelled", 2)]


@case
async def the_first_one(submission, clock):
    """first_success: the others have ended when it returns"""
    jobs = Jobs(clock)
    batch = [
        jobs.job("slow", 9, cleaning=2),
        jobs.job("broken", 1, OSError()),
        jobs.job("quick", 3),
        jobs.job("late", 4),
    ]
    assert await submission.first_success(batch) == "quick"
    assert jobs.running == 0, "some job still runs when first_success has returned"
    assert jobs.ended == [("broken", 1), ("quick", 3), ("late cancelled", 3), ("slow cancelled", 5)]


@case
async def success_that_looks_false(submission, clock):
    """first_success: None and 0 are successes too"""

    async def quick():
        await asyncio.sleep(1)

    assert await submission.first_success([Jobs(clock).job("slow", 5), quick]) is None
    assert clock.now == 1


@case
async def all_fail(submission, clock):
    """first_success: all failures come as one group, in the order of the jobs"""
    jobs = Jobs(clock)
    errors = [OSError("a"), KeyError("b"), ValueError("c")]
    with raises(ExceptionGroup, match="no job succeeded") as caught:
        await submission.first_success([jobs.job("", seconds, error) for seconds, error in zip((3, 1, 2), errors)])
    assert list(caught.value.exceptions) == errors
    assert clock.now == 3


@case
async def in_order_of_time(submission, clock):
    """as_they_come: each result is reported at its moment"""
    chance = random.Random(5)
    for _ in range(5):
        begin = clock.now
        jobs = Jobs(clock)
        seconds = chance.sample(range(1, 40), 15)
        failing = set(chance.sample(range(15), 4))
        batch = [jobs.job(place, seconds[place], OSError() if place in failing else None) for place in range(15)]
        reported = []
        failed = await submission.as_they_come(batch, lambda *each: reported.append((*each, clock.now - begin)))
        assert failed == sorted(failing)
        order = sorted(set(range(15)) - failing, key=seconds.__getitem__)
        assert reported == [(place, place, seconds[place]) for place in order]
        assert clock.now - begin == max(seconds)
