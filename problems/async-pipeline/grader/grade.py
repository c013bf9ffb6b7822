import asyncio

from pyjury import case, raises


async def numbers(count, every=0, taken=None):
    """0, 1, 2, ...; `taken` gets what has been taken."""
    for number in range(count):
        if every:
            await asyncio.sleep(every)
        if taken is not None:
            taken.append(number)
        yield number


def stage(seconds, does=lambda item: item, log=None):
    async def work(item):
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            if log is not None:
                log.append(("cancelled", item))
            raise
        if log is not None:
            log.append(item)
        return does(item)

    return work


@case(open=True)
async def results_in_order(submission):
    stages = [stage(1, lambda item: item + 1), stage(1, lambda item: item * 10), stage(1, str)]
    assert await submission.run_pipeline(numbers(5), stages) == ["10", "20", "30", "40", "50"]


@case(open=True)
async def stages_work_side_by_side(submission, clock):
    assert await submission.run_pipeline(numbers(10), [stage(1)] * 4) == list(range(10))
    assert clock.now == 13


@case
async def one_item_at_a_time(submission, clock):
    running, most = [0, 0], [0, 0]

    def counted(place):
        async def work(item):
            running[place] += 1
            most[place] = max(most[place], running[place])
            await asyncio.sleep(1 + (item + place) % 3)
            running[place] -= 1
            return item

        return work

    assert await submission.run_pipeline(numbers(9), [counted(0), counted(1)], 3) == list(range(9))
    assert most == [1, 1]


@case
async def nothing_comes(submission, clock):
    assert await submission.run_pipeline(numbers(0), [stage(1)] * 3) == []
    assert clock.now == 0


@case
async def strange_items(submission):
    items = [None, (), StopIteration("s"), ..., 0, "", None, False]

    async def source():
        for item in items:
            yield item

    came = await submission.run_pipeline(source(), [stage(1), stage(0)], 2)
    assert len(came) == len(items)
    assert all(each is item or each == item for each, item in zip(came, items))


@case(each={"capacity": [1, 2, 5]})
async def back_pressure(submission, clock, capacity):
    taken, done = [], []
    ahead = []

    async def slow(item):
        await asyncio.sleep(10)
        ahead.append(len(taken) - len(done))
        done.append(item)
        return item

    stages = [stage(1), stage(1), slow]
    assert await submission.run_pipeline(numbers(30, taken=taken), stages, capacity) == list(range(30))
    most = 3 * (capacity + 1) + 2
    assert max(ahead) <= most, f"{max(ahead)} items were in the pipeline at once, at most {most} may be"
    assert max(ahead) >= 3 * capacity, f"never more than {max(ahead)} items were in the pipeline"
    assert clock.now == 302


@case
async def a_slow_source(submission, clock):
    assert await submission.run_pipeline(numbers(5, every=10), [stage(1)] * 3) == list(range(5))
    assert clock.now == 53


@case(open=True)
async def a_stage_fails(submission, clock):
    log, error = [], OSError("broken")

    async def fails(item):
        await asyncio.sleep(1)
        if item == 2:
            raise error
        return item

    with raises(OSError, match="broken") as caught:
        await submission.run_pipeline(numbers(20), [stage(1), fails, stage(5, log=log)])
    assert caught.value is error
    assert clock.now == 4 and log == [("cancelled", 0)]


@case
async def the_source_fails(submission, clock):
    log, error = [], KeyError("source")

    async def source():
        yield 1
        await asyncio.sleep(2)
        raise error

    with raises(KeyError) as caught:
        await submission.run_pipeline(source(), [stage(1), stage(60, log=log)])
    assert caught.value is error
    assert clock.now == 2 and log == [("cancelled", 1)]


@case
async def cancelled_from_outside(submission, clock):
    log = []
    with raises(TimeoutError):
        async with asyncio.timeout(25):
            await submission.run_pipeline(numbers(9), [stage(10, log=log), stage(20, log=log)])
    assert clock.now == 25
    assert sorted(map(str, log)) == ["('cancelled', 0)", "('cancelled', 2)", "0", "1"]
    await asyncio.sleep(100)
    assert len(log) == 4


@case
async def the_source_is_closed(submission):
    closed = []

    async def source(name):
        try:
            for number in range(100):
                yield number
        finally:
            closed.append(name)

    async def fails(item):
        raise ValueError(item)

    assert len(await submission.run_pipeline(source("end"), [stage(1)], 5)) == 100
    with raises(ValueError):
        await submission.run_pipeline(source("failure"), [stage(1), fails])
    assert closed == ["end", "failure"]
