import asyncio

from pyjury import Call, approx, case, probe, raises


class Flaky:
    """An async function that notes when it is called, takes some time, and then raises what it's told, or returns."""

    def __init__(self, clock, *answers, takes=0):
        self.moments = []
        self.answers = iter(answers)

        async def fetch(*args, **keywords):
            """Get it."""
            self.moments.append(clock.now)
            await asyncio.sleep(takes)
            answer = next(self.answers)
            if isinstance(answer, BaseException):
                raise answer
            return answer

        self.function = fetch


@case(open=True)
async def the_third_attempt(submission, clock):
    flaky = Flaky(clock, KeyError("a"), OSError("b"), "page")
    assert await submission.retry(times=5)(flaky.function)() == "page"
    assert flaky.moments == [0, 1, 3]


@case
async def success_at_once(submission, clock):
    flaky = Flaky(clock, None, takes=2)
    assert await submission.retry()(flaky.function)() is None
    assert flaky.moments == [0] and clock.now == 2


@case(open=True)
async def the_last_exception(submission, clock):
    last = KeyError("last")
    flaky = Flaky(clock, KeyError("first"), KeyError("second"), last)
    with raises(KeyError) as caught:
        await submission.retry()(flaky.function)()
    assert caught.value is last
    assert flaky.moments == [0, 1, 3]
    assert clock.now == 3, "there is no wait after the last attempt"


@case
async def waits_grow_to_the_longest(submission, clock):
    flaky = Flaky(clock, *[OSError()] * 6, 1)
    assert await submission.retry(times=7, wait=0.5, factor=3, longest=10)(flaky.function)() == 1
    assert flaky.moments == approx([0, 0.5, 2, 6.5, 16.5, 26.5, 36.5])
    flaky = Flaky(clock, OSError(), OSError(), 2)
    begin = clock.now
    await submission.retry(wait=100, longest=5)(flaky.function)()
    assert [moment - begin for moment in flaky.moments] == approx([0, 5, 10])


@case
async def other_exceptions(submission, clock):
    flaky = Flaky(clock, KeyError(), ValueError("out"), 1)
    with raises(ValueError, match="out"):
        await submission.retry(times=9, on=(KeyError, OSError))(flaky.function)()
    assert flaky.moments == [0, 1]
    flaky = Flaky(clock, FileNotFoundError(), 5)
    assert await submission.retry(on=OSError)(flaky.function)() == 5


@case
async def within_a_time(submission, clock):
    """Attempts at 0, 2 and 5; the next wait would end at 10"""
    third = OSError("third")
    flaky = Flaky(clock, OSError(), OSError(), third, 1, takes=1)
    with raises(OSError) as caught:
        await submission.retry(times=9, within=9)(flaky.function)()
    assert caught.value is third
    assert flaky.moments == [0, 2, 5] and clock.now == 6


@case
async def just_within_a_time(submission, clock):
    await asyncio.sleep(100)
    flaky = Flaky(clock, OSError(), OSError(), OSError(), 1, takes=1)
    assert await submission.retry(times=9, within=10)(flaky.function)() == 1
    assert flaky.moments == [100, 102, 105, 110]


@case
async def cancelled_while_it_waits(submission, clock):
    flaky = Flaky(clock, OSError(), 1)
    with raises(TimeoutError):
        async with asyncio.timeout(7):
            await submission.retry(on=BaseException, wait=10)(flaky.function)()
    assert flaky.moments == [0] and clock.now == 7
    await asyncio.sleep(50)
    assert flaky.moments == [0], "attempts after a cancellation"


@case
async def cancelled_in_an_attempt(submission, clock):
    flaky = Flaky(clock, 1, 2, takes=10)
    with raises(TimeoutError):
        async with asyncio.timeout(7):
            await submission.retry(on=(BaseException, OSError))(flaky.function)()
    await asyncio.sleep(50)
    assert flaky.moments == [0], "attempts after a cancellation"


@case
async def calls_at_the_same_time(submission, clock):
    flaky = Flaky(clock, OSError(), OSError(), "x", "y", takes=1)
    fetch = submission.retry(times=2, wait=3)(flaky.function)

    async def call():
        return await fetch()

    assert await asyncio.gather(call(), call()) == ["x", "y"]
    assert flaky.moments == [0, 0, 4, 4]


@case
async def used_twice(submission, clock):
    flaky = Flaky(clock, OSError(), 1, OSError(), 2)
    fetch = submission.retry(times=2, wait=3)(flaky.function)
    assert [await fetch(), await fetch()] == [1, 2]
    assert flaky.moments == [0, 3, 3, 6], "every call begins with the first wait"


@case
async def arguments_and_names(submission, clock):
    function = probe(answers=[OSError(), 7], name="fetch", awaited=True)
    assert await submission.retry()(function)("url", depth=2) == 7
    assert function.calls == [Call(("url",), {"depth": 2})] * 2
    fetch = submission.retry()(Flaky(clock).function)
    assert fetch.__name__ == "fetch" and fetch.__doc__ == "Get it."


@case
def mistakes(submission):
    for times in (0, -1):
        with raises(ValueError):
            submission.retry(times=times)
    function = probe(name="plain")
    with raises(TypeError):
        submission.retry()(function)
    assert function.count == 0
