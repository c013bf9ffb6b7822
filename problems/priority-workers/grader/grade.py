import asyncio
import random

from pyjury import Failure, case, raises, there


@case(open=True)
async def the_example(submission):
    queue = submission.PriorityQueue(10, 2)
    for priority, job in [(5, "e"), (1, "a"), (2, "b"), (1, "c")]:
        await queue.put(priority, job)
    assert len(queue) == 4
    assert [await queue.get() for _ in range(4)] == ["a", "c", "e", "b"]


@case
async def equal_priorities_keep_their_order(submission):
    queue = submission.PriorityQueue(50, 1000)
    for number in range(30):
        await queue.put(number % 3, number)
    assert [await queue.get() for _ in range(30)] == sorted(range(30), key=lambda number: number % 3)


@case
async def jobs_need_not_be_comparable(submission):
    queue = submission.PriorityQueue(9, 9)
    jobs = [{"a": 1}, None, "text", {"b": 2}, 3j]
    for job in jobs:
        await queue.put(1.5, job)
    assert [await queue.get() for _ in jobs] == jobs


@case(each={"seed": [1, 2, 3]})
async def random_operations(submission, seed):
    """Against a model, with patience from none to much"""
    chance = random.Random(seed)
    for patience in (0, 1, 2, 5):
        queue, model = submission.PriorityQueue(100, patience), Model(patience)
        for number in range(60):
            for _ in range(chance.randint(0, 2)):
                priority = chance.randint(-3, 3)
                model.put(priority, number)
                await queue.put(priority, number)
            if model.jobs and chance.random() < 0.7:
                assert await queue.get() == model.get(), f"patience {patience}"
        assert len(queue) == len(model.jobs)


@case
async def a_full_queue_holds_producers_back(submission, clock):
    queue = submission.PriorityQueue(2, 9)
    entered = []

    async def produce(priority, job):
        await queue.put(priority, job)
        entered.append((job, clock.now))

    jobs = [(3, "a"), (3, "b"), (2, "c"), (1, "d")]
    producers = [asyncio.create_task(produce(*job)) for job in jobs]
    await asyncio.sleep(1)
    assert entered == [("a", 0), ("b", 0)] and len(queue) == 2
    assert await queue.get() == "a"
    await asyncio.sleep(1)
    assert entered[2:] == [("c", 1)], "producers that waited"
    assert await queue.get() == "c"
    await asyncio.gather(*producers)
    assert entered[3:] == [("d", 2)], "producers that waited"
    assert [await queue.get(), await queue.get()] == ["d", "b"]


@case
async def consumers_wait_in_turn(submission, clock):
    queue = submission.PriorityQueue(2, 9)
    got = []

    async def consume(name):
        got.append((name, await queue.get(), clock.now))

    consumers = [asyncio.create_task(consume(name)) for name in "xyz"]
    await asyncio.sleep(1)
    for job in "abc":
        await queue.put(1, job)
        await asyncio.sleep(1)
    await asyncio.gather(*consumers)
    assert got == [("x", "a", 1), ("y", "b", 2), ("z", "c", 3)]


@case
async def closing(submission):
    queue = submission.PriorityQueue(2, 9)
    await queue.put(2, "b")
    await queue.put(1, "a")
    waits = asyncio.create_task(queue_put(queue, 0, "never"))
    await asyncio.sleep(1)
    queue.close()
    queue.close()
    with raises(submission.Closed):
        await within(5, waits)
    with raises(submission.Closed):
        await queue.put(0, "late")
    assert [await queue.get(), await queue.get()] == ["a", "b"]
    with raises(submission.Closed):
        await queue.get()


@case
async def closing_wakes_consumers(submission):
    queue = submission.PriorityQueue(2, 9)
    consumers = [asyncio.create_task(queue_get(queue)) for _ in range(3)]
    await asyncio.sleep(1)
    queue.close()
    for consumer in consumers:
        with raises(submission.Closed):
            await within(5, consumer)


@case
async def cancelled_consumers_are_passed_over(submission):
    queue = submission.PriorityQueue(5, 9)
    first, second, third = [asyncio.create_task(queue_get(queue)) for _ in range(3)]
    await asyncio.sleep(1)
    first.cancel()
    await asyncio.sleep(1)
    second.cancel()
    await queue.put(1, "a")
    assert await within(5, third) == "a"
    assert len(queue) == 0


@case
async def a_consumer_is_cancelled_when_its_job_comes(submission):
    """The cancellation comes between the end of put and the consumer's next step"""
    queue, remote = submission.PriorityQueue(5, 9), there("asyncio")
    consumer = remote.create_task(queue.get())
    await asyncio.sleep(1)
    producer = remote.create_task(queue.put(1, "a"))
    remote.get_running_loop().call_soon(consumer.cancel)
    await within(5, producer)
    await asyncio.sleep(1)
    job = await within(5, queue.get()) if consumer.cancelled() else consumer.result()
    assert job == "a"
    assert len(queue) == 0


@case
async def a_cancelled_producer_leaves_nothing(submission):
    queue = submission.PriorityQueue(1, 9)
    await queue.put(1, "a")
    first, second, third = [asyncio.create_task(queue_put(queue, 1, job)) for job in "bcd"]
    await asyncio.sleep(1)
    first.cancel()
    await asyncio.sleep(1)
    second.cancel()
    assert await queue.get() == "a"
    await within(5, third)
    assert await within(5, queue.get()) == "d"
    assert len(queue) == 0


@case
async def workers_drain_the_queue(submission, clock):
    queue = submission.PriorityQueue(3, 9)
    running, most, done = 0, 0, []

    async def work(job):
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(job)
        running -= 1
        done.append((job, clock.now))

    served = asyncio.create_task(serve(submission, queue, 2, work))
    for job in (4, 3, 2, 1):
        await queue.put(job, job)
    await asyncio.sleep(0)
    queue.close()
    assert await within(100, served) == 4
    assert most == 2, "jobs at the same time"
    assert sorted(job for job, _ in done) == [1, 2, 3, 4]
    assert clock.now in (5, 6), "when everything was done"


@case
async def failing_jobs(submission):
    queue = submission.PriorityQueue(9, 9)
    for job in range(7):
        await queue.put(job, job)
    queue.close()
    seen = []

    async def work(job):
        seen.append(job)
        await asyncio.sleep(1)
        if job % 3 == 0:
            raise [ValueError, KeyError, OSError][job // 3]("no")

    assert await within(100, submission.serve(queue, 2, work)) == 4
    assert seen == list(range(7))


class Model:
    """The rule, as the statement says it."""

    def __init__(self, patience):
        self.patience = patience
        self.jobs = []  # in the order in which they were added: [priority, job, how often it was passed over]

    def put(self, priority, job):
        self.jobs.append([priority, job, 0])

    def get(self):
        best = min(range(len(self.jobs)), key=lambda place: self.jobs[place][0])
        if self.jobs[0][2] >= self.patience:
            best = 0
        for older in self.jobs[:best]:
            older[2] += 1
        return self.jobs.pop(best)[1]


async def queue_get(queue):
    return await queue.get()


async def queue_put(queue, priority, job):
    return await queue.put(priority, job)


async def serve(submission, queue, count, work):
    return await submission.serve(queue, count, work)


async def within(seconds, awaitable):
    """What comes of it, if it comes in time."""
    try:
        async with asyncio.timeout(seconds):
            return await awaitable
    except TimeoutError:
        raise Failure(f"still waiting after {seconds} s") from None
