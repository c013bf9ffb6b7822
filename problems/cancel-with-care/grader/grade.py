import asyncio
import random

from pyjury import case, raises


class Script:
    """Items, how long each step takes, and a log of what began, ended and was cut."""

    def __init__(self, clock, items, take=0, handle=2, commit=3, release=1, failing=()):
        self.clock = clock
        self.items = list(items)
        self.seconds = {"take": take, "handle": handle, "commit": commit, "release": release}
        self.failing = failing
        self.log = []

    async def step(self, name, *words):
        label = " ".join([name, *words])
        self.log.append((self.clock.now, label))
        try:
            await asyncio.sleep(self.seconds[name])
        except asyncio.CancelledError:
            self.log.append((self.clock.now, f"{name} cut"))
            raise
        self.log.append((self.clock.now, f"{name} done"))
        if label in self.failing:
            raise OSError(label)

    async def take(self):
        await self.step("take")
        return self.items.pop(0) if self.items else None

    async def handle(self, item):
        await self.step("handle", item)
        return item.upper()

    async def commit(self, item, result):
        await self.step("commit", item, result)

    async def release(self):
        await self.step("release")

    def start(self, submission):
        return started(submission.worker(self.take, self.handle, self.commit, self.release))


def started(awaitable):
    async def wait():
        return await awaitable

    return asyncio.create_task(wait())


async def cancel_at(clock, task, *times):
    for time in times:
        await asyncio.sleep(time - clock.now)
        task.cancel()


async def ended(task):
    await asyncio.wait([task])
    return task


@case(open=True)
async def example(submission, clock):
    """The example of the statement"""
    script = Script(clock, "ab")
    task = script.start(submission)
    await cancel_at(clock, task, 4)
    await ended(task)
    assert script.log == [
        (0, "take"), (0, "take done"), (0, "handle a"), (2, "handle done"), (2, "commit a A"), (5, "commit done"),
        (5, "release"), (6, "release done"),
    ]  # fmt: skip
    assert task.cancelled(), "the worker must end with CancelledError"


@case
async def nobody_cancels(submission, clock):
    """All items are committed in order"""
    for items in ("", "a", "abc"):
        script = Script(clock, items)
        assert await script.start(submission) == len(items)
        began = [label for _, label in script.log if label.startswith("commit ") and label != "commit done"]
        assert began == [f"commit {item} {item.upper()}" for item in items]
        assert [label for _, label in script.log].count("release") == 1
        assert script.log[-1][1] == "release done"


@case
async def unhurried_gives_results(submission, clock):
    """unhurried gives the result or the exception"""

    async def work(result):
        await asyncio.sleep(2)
        if result is None:
            raise KeyError("nothing")
        return result

    assert await submission.unhurried(work("done")) == "done"
    assert clock.now == 2
    with raises(KeyError):
        await submission.unhurried(work(None))


@case(each={"times": [(1,), (1, 1, 3), (0.5, 2, 3.5, 4.5)]})
async def unhurried_is_not_disturbed(submission, clock, times):
    """unhurried, cancelled once and more often"""
    log = []

    async def work():
        try:
            await asyncio.sleep(5)
            log.append("done")
        finally:
            log.append(clock.now)

    task = started(submission.unhurried(work()))
    await cancel_at(clock, task, *times)
    await ended(task)
    assert log == ["done", 5]
    assert task.cancelled() and clock.now == 5


@case
async def unhurried_prefers_the_failure(submission, clock):
    """unhurried, cancelled while something runs that will fail"""

    async def work():
        await asyncio.sleep(3)
        raise OSError("disk full")

    task = started(submission.unhurried(work()))
    await cancel_at(clock, task, 1)
    with raises(OSError, match="disk full"):
        await task
    assert clock.now == 3


@case(each={"at": [0.5, 1.5]})
async def cut_work(submission, clock, at):
    """take and handle are cut at once, and the item isn't committed"""
    script = Script(clock, "a", take=1, handle=2)
    task = script.start(submission)
    await cancel_at(clock, task, at)
    await ended(task)
    assert script.log[-3:] == [(at, "take cut" if at < 1 else "handle cut"), (at, "release"), (at + 1, "release done")]
    assert task.cancelled()


@case
async def failing_commit(submission, clock):
    """The failure of a commit is raised though the worker was cancelled in the meantime"""
    script = Script(clock, "ab", failing=("commit a A",))
    task = script.start(submission)
    await cancel_at(clock, task, 3)
    with raises(OSError, match="commit a A"):
        await task
    assert script.log[-3:] == [(5, "commit done"), (5, "release"), (6, "release done")]


@case
async def failing_steps(submission, clock):
    """What take, handle or commit raises leaves the worker, after release"""
    for failing in ("take", "handle b", "commit b B"):
        script = Script(clock, "abc", failing=(failing,))
        with raises(OSError, match=failing):
            await script.start(submission)
        assert [label for _, label in script.log[-3:]] == [f"{failing.split()[0]} done", "release", "release done"]
        assert [label for _, label in script.log].count("release") == 1


@case
async def cancelled_in_release(submission, clock):
    """release runs to its end, and the worker is cancelled all the same"""
    script = Script(clock, "a", release=4)
    task = script.start(submission)
    await cancel_at(clock, task, 3, 4, 6, 8)
    await ended(task)
    assert script.log[-2:] == [(5, "release"), (9, "release done")]
    assert task.cancelled()
    script = Script(clock, "", release=4)
    task = script.start(submission)
    await cancel_at(clock, task, clock.now + 1)
    await ended(task)
    assert task.cancelled() and script.log[-1][1] == "release done"


@case(each={"seed": [1, 2]})
async def random_scripts(submission, clock, seed):
    """Many workers, cancelled at random times"""
    chance = random.Random(seed)
    for _ in range(60):
        seconds = {name: chance.randint(1, 4) for name in ("take", "handle", "commit", "release")}
        items = "abcd"[: chance.randint(0, 4)]
        times = sorted({chance.randint(0, 25) + 0.5 for _ in range(chance.randint(1, 3))})
        begin = clock.now
        script = Script(clock, items, **seconds)
        task = script.start(submission)
        for time in times:
            await asyncio.wait([task], timeout=begin + time - clock.now)
            task.cancel()
        await ended(task)
        log = [(time - begin, label) for time, label in script.log]
        cancelled, expected = model(items, seconds, times)
        assert log == expected, f"{items!r}, {seconds}, cancelled at {times}"
        assert task.cancelled() is cancelled, f"{items!r}, {seconds}, cancelled at {times}"


def model(items, seconds, times):
    """Whether the worker is cancelled, and its log."""
    now, log = 0, []
    for item in [*items, None]:
        steps = [("take", "take"), ("handle", f"handle {item}"), ("commit", f"commit {item} {str(item).upper()}")]
        for name, label in steps[: 1 if item is None else 3]:
            log.append((now, label))
            end = now + seconds[name]
            if times[0] < end and name != "commit":
                now = times[0]
                log.append((now, f"{name} cut"))
                break
            now = end
            log.append((now, f"{name} done"))
        if times[0] < now or log[-1][1].endswith("cut"):
            break
    log += [(now, "release"), (now + seconds["release"], "release done")]
    return times[0] < now + seconds["release"], log
