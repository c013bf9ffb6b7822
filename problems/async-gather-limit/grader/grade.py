import asyncio

from pyjury import case, raises


class Bench:
    """Makes jobs, and notes when they begin and end."""

    def __init__(self, clock):
        self.clock = clock
        self.began, self.ended, self.cancelled = [], [], []
        self.running = self.peak = 0

    def job(self, name, seconds, error=None):
        async def job():
            self.began.append((name, self.clock.now))
            self.running += 1
            self.peak = max(self.peak, self.running)
            try:
                await asyncio.sleep(seconds)
                if error is not None:
                    raise error
                self.ended.append((name, self.clock.now))
                return name
            except asyncio.CancelledError:
                await asyncio.sleep(0.5)
                self.cancelled.append((name, self.clock.now))
                raise
            finally:
                self.running -= 1

        return job


@case(points=1, open=True)
async def all_of_them(submission, clock):
    """Results come in order, whatever ends first"""
    bench = Bench(clock)
    jobs = [bench.job("a", 3), bench.job("b", 1), bench.job("c", 2)]
    assert await submission.gather_limit(jobs, 10) == ["a", "b", "c"]
    assert clock.now == 3 and bench.peak == 3
    assert await submission.gather_limit([], 1) == []


@case(points=2)
async def the_limit(submission, clock):
    """Never more than the limit, and never fewer than there's room for"""
    bench = Bench(clock)
    jobs = [bench.job(number, seconds) for number, seconds in enumerate([4, 1, 1, 1, 1])]
    assert await submission.gather_limit(jobs, 2) == [0, 1, 2, 3, 4]
    assert bench.peak == 2 and clock.now == 4
    assert bench.began == [(0, 0), (1, 0), (2, 1), (3, 2), (4, 3)]


@case(points=1)
async def taken_when_there_is_room(submission, clock):
    """The next job is taken from the iterable only when it can begin"""
    bench, taken = Bench(clock), []

    def jobs():
        for number in range(4):
            taken.append((number, clock.now))
            yield bench.job(number, 1)

    await submission.gather_limit(jobs(), 2)
    assert taken == [(0, 0), (1, 0), (2, 1), (3, 1)]


@case(points=2)
async def a_failure(submission, clock):
    """The others are cancelled and waited for, nothing begins any more, and the very exception comes out"""
    bench, error = Bench(clock), KeyError("broken")
    jobs = [bench.job("slow", 100), bench.job("broken", 2, error), bench.job("never", 1)]
    with raises(KeyError) as caught:
        await submission.gather_limit(jobs, 2)
    assert caught.value is error
    assert bench.cancelled == [("slow", 2.5)] and bench.running == 0
    assert [name for name, _ in bench.began] == ["slow", "broken"]


@case(points=1)
async def cancelled_from_outside(submission, clock):
    """Whoever cancels gather_limit cancels its jobs"""
    bench = Bench(clock)

    async def run():
        return await submission.gather_limit([bench.job("a", 100), bench.job("b", 100)], 1)

    task = asyncio.create_task(run())
    await asyncio.sleep(1)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task
    assert bench.cancelled == [("a", 1.5)] and bench.running == 0


@case(points=1)
async def no_room(submission):
    """A limit below 1 is a mistake of the caller"""
    with raises(ValueError):
        await submission.gather_limit([], 0)
