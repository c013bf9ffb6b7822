import asyncio

from pyjury import case, in_threads, probe, raises, there


class Setup:
    """A breaker, the time that its clock shows, and its changes of state."""

    def __init__(self, submission, threshold=2, cooldown=30, **more):
        self.now = 100.0
        self.changes = []
        self.refusal = submission.CircuitOpen
        self.breaker = submission.CircuitBreaker(threshold, cooldown, lambda: self.now, **more)
        self.breaker.on_change = lambda old, new: self.changes.append(f"{old} > {new}")

    def fail(self, error=OSError, times=1):
        for _ in range(times):
            with raises(error):
                self.breaker.call(probe(answers=[error("down")]))

    def succeed(self):
        assert self.breaker.call(lambda: "up") == "up"

    def refused(self, remaining):
        function = probe()
        with raises(self.refusal) as caught:
            self.breaker.call(function)
        assert function.count == 0, "the function was called, though the breaker should refuse"
        assert caught.value.remaining == remaining


@case(open=True)
def results_pass_through(submission):
    setup = Setup(submission)
    function = probe(lambda *arguments, **keywords: (arguments, keywords))
    assert setup.breaker.call(function, 1, [2], key="k") == ((1, [2]), {"key": "k"})
    assert setup.breaker.state == "closed"
    error = OSError("down")
    with raises(OSError) as caught:
        setup.breaker.call(probe(answers=[error]))
    assert caught.value is error


@case(open=True)
def opens_and_closes(submission):
    setup = Setup(submission)
    setup.fail(times=2)
    assert setup.breaker.state == "open"
    setup.refused(30)
    setup.now += 29.5
    setup.refused(0.5)
    setup.now += 0.5
    assert setup.breaker.state == "half-open"
    setup.succeed()
    assert setup.breaker.state == "closed"
    assert setup.changes == ["closed > open", "open > half-open", "half-open > closed"]


@case(open=True)
def only_failures_in_a_row(submission):
    setup = Setup(submission, threshold=3)
    setup.fail(times=2)
    setup.succeed()
    setup.fail(times=2)
    assert setup.breaker.state == "closed"
    setup.fail()
    assert setup.breaker.state == "open" and setup.changes == ["closed > open"]


@case
def a_failing_trial(submission):
    setup = Setup(submission)
    setup.fail(times=2)
    setup.now += 40
    setup.fail()
    assert setup.breaker.state == "open"
    setup.refused(30)
    setup.now += 30
    setup.succeed()
    setup.fail()
    setup.succeed()
    assert setup.breaker.state == "closed"
    assert setup.changes == [
        "closed > open", "open > half-open", "half-open > open", "open > half-open", "half-open > closed",
    ]  # fmt: skip


@case
def the_trial_takes_time(submission):
    setup = Setup(submission)
    setup.fail(times=2)
    setup.now += 30

    def slow_failure():
        setup.now += 7
        raise OSError("still down")

    with raises(OSError):
        setup.breaker.call(slow_failure)
    setup.refused(30)


@case
def one_trial_only(submission):
    setup = Setup(submission)
    setup.fail(times=2)
    setup.now += 30

    def trial():
        setup.refused(0)
        setup.now += 60
        setup.refused(0)
        return "up"

    assert setup.breaker.call(trial) == "up"
    assert setup.breaker.state == "closed"


@case
def other_exceptions(submission):
    setup = Setup(submission, failures=(OSError, LookupError))
    setup.fail()
    setup.fail(ValueError)
    setup.fail(KeyError)
    assert setup.breaker.state == "closed"
    setup.fail(ConnectionError)
    assert setup.breaker.state == "open"
    setup.now += 30
    setup.fail(ValueError)
    assert setup.breaker.state == "closed"
    setup.fail(IndexError)
    assert setup.breaker.state == "closed"


@case
def late_results(submission):
    setup = Setup(submission, threshold=1)

    def outlived(error=None):
        """A call that began while the breaker was closed, and ends when it's open."""
        setup.fail()
        if error:
            raise error
        return "late"

    assert setup.breaker.call(outlived) == "late"
    assert setup.breaker.state == "open"
    setup.now += 30
    setup.succeed()

    def overtaken():
        setup.fail()
        setup.now += 30
        setup.succeed()
        raise OSError("of long ago")

    with raises(OSError, match="long ago"):
        setup.breaker.call(overtaken)
    assert setup.breaker.state == "closed"
    with raises(OSError, match="again"):
        setup.breaker.call(outlived, OSError("again"))
    assert setup.changes[-1] == "closed > open" and setup.breaker.state == "open"


@case(limit=3)
def trials_of_many_threads(submission):
    setup = Setup(submission)
    setup.fail(times=2)
    setup.now += 30
    trial = probe(lambda: "up", name="trial")
    outcomes = in_threads(*[(setup.breaker.call, trial)] * 8)
    refused = [outcome.error for outcome in outcomes if outcome.error]
    assert trial.count == 8 - len(refused) >= 1
    assert all(isinstance(error, submission.CircuitOpen) for error in refused)
    assert setup.changes.count("half-open > closed") == 1


@case(limit=3)
def failures_of_many_threads(submission):
    setup = Setup(submission, threshold=8)
    for outcome in in_threads(*[(setup.breaker.call, there.open, "/no/such/file")] * 7):
        assert isinstance(outcome.error, FileNotFoundError)
    assert setup.breaker.state == "closed"
    setup.fail()
    assert setup.breaker.state == "open"


@case(open=True)
async def coroutines(submission):
    setup = Setup(submission)

    async def ask(answer):
        await asyncio.sleep(1)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert await setup.breaker.call_async(ask, answer="up") == "up"
    for _ in range(2):
        with raises(OSError):
            await setup.breaker.call_async(ask, OSError("down"))
    assert setup.breaker.state == "open"
    with raises(submission.CircuitOpen):
        await setup.breaker.call_async(ask, "up")
    with raises(submission.CircuitOpen):
        setup.breaker.call(lambda: "up")
    setup.now += 30
    assert await setup.breaker.call_async(ask, "up") == "up"
    assert setup.breaker.state == "closed"


@case
async def one_trial_of_many_coroutines(submission, clock):
    setup = Setup(submission)
    setup.fail(times=2)
    setup.now += 30
    started = []

    async def trial(number):
        started.append(number)
        await asyncio.sleep(10)
        return number

    came = await asyncio.gather(*(setup.breaker.call_async(trial, number) for number in range(5)), return_exceptions=True)
    assert len(started) == 1 and clock.now == 10
    assert [each for each in came if not isinstance(each, Exception)] == started
    assert all(isinstance(each, submission.CircuitOpen) for each in came if isinstance(each, Exception))
    assert setup.breaker.state == "closed"


@case
async def cancelled_trials(submission, clock):
    setup = Setup(submission)
    setup.fail(times=2)
    setup.now += 30

    async def hangs():
        await asyncio.sleep(1000)

    with raises(TimeoutError):
        async with asyncio.timeout(5):
            await setup.breaker.call_async(hangs)
    assert setup.breaker.state == "half-open"
    setup.succeed()
    assert setup.breaker.state == "closed"


@case
async def coroutines_that_end_late(submission):
    setup = Setup(submission, threshold=2)

    async def ask(seconds, error=None):
        await asyncio.sleep(seconds)
        if error:
            raise error
        return "up"

    calls = [(1, OSError(1)), (2, OSError(2)), (3, None), (4, OSError(4))]
    tasks = [asyncio.create_task(through(setup.breaker.call_async(ask, *call))) for call in calls]
    await asyncio.wait(tasks)
    assert setup.breaker.state == "open" and setup.changes == ["closed > open"]
    assert tasks[2].result() == "up"
    setup.now += 30
    assert await setup.breaker.call_async(ask, 1) == "up"


async def through(awaitable):
    return await awaitable
