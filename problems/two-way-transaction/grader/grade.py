import asyncio

from pyjury import case, raises


class Resource:
    """Notes what is done with it, and does what it's told."""

    def __init__(self, log, name, opening=None, closing=None):
        self.log = log
        self.name = name
        self.opening = opening
        self.closing = closing

    def open(self):
        self.log.append(f"{self.name} opened")
        return self.answer(self.opening) or self.name.upper()

    def close(self, error):
        self.log.append(f"{self.name} closed with {type(error).__name__}")
        return self.answer(self.closing)

    def answer(self, told):
        if isinstance(told, BaseException):
            raise told
        return told


class Slow(Resource):
    """The same, and each takes a second."""

    async def open(self):
        await asyncio.sleep(1)
        return Resource.open(self)

    async def close(self, error):
        await asyncio.sleep(1)
        return Resource.close(self, error)


def opened(*names):
    return [line for name in names for line in (f"open {name}", f"{name} opened")]


def closed(*names, error=None):
    return [line for name in names for line in (f"close {name}", f"{name} closed with {type(error).__name__}")]


class Broken(Exception):
    pass


@case(open=True)
def in_order_and_back(submission):
    log = []
    with submission.Transaction(log.append, Resource(log, "a"), Resource(log, "b")) as values:
        assert values == ["A", "B"]
        log.append("block")
    assert log == opened("a", "b") + ["block"] + closed("b", "a")


@case(open=True)
async def in_order_and_back_async(submission, clock):
    log = []
    async with submission.Transaction(log.append, Slow(log, "a"), Resource(log, "b"), Slow(log, "c")) as values:
        assert values == ["A", "B", "C"]
        assert clock.now == 2
    assert log == opened("a", "b", "c") + closed("c", "b", "a")
    assert clock.now == 4


@case
def without_resources(submission):
    with submission.Transaction(print) as values:
        assert values == []


@case
def an_exception_of_the_block(submission):
    log, error = [], Broken("block")
    with raises(Broken) as caught:
        with submission.Transaction(log.append, Resource(log, "a"), Resource(log, "b")):
            raise error
    assert caught.value is error
    assert log == opened("a", "b") + closed("b", "a", error=error)


@case
def an_exception_that_is_dealt_with(submission):
    log, error = [], ValueError("block")
    resources = [Resource(log, "a"), Resource(log, "b", closing=True), Resource(log, "c", closing=0)]
    with submission.Transaction(log.append, *resources):
        raise error
    assert log == opened("a", "b", "c") + closed("c", "b", error=error) + closed("a")


@case
def something_true_without_an_exception(submission):
    log, error = [], KeyError("close")
    resources = [Resource(log, "a", closing=error), Resource(log, "b", closing="yes")]
    with raises(KeyError) as caught:
        with submission.Transaction(log.append, *resources):
            pass
    assert caught.value is error and error.__cause__ is None
    assert log == opened("a", "b") + closed("b", "a")


@case
def exceptions_while_closing(submission):
    log, block, first, second = [], Broken("block"), KeyError("c"), OSError("a")
    resources = [Resource(log, "a", closing=second), Resource(log, "b"), Resource(log, "c", closing=first), Resource(log, "d")]
    with raises(OSError) as caught:
        with submission.Transaction(log.append, *resources):
            raise block
    assert caught.value is second
    assert second.__cause__ is first and first.__cause__ is block, "the causes"
    expected = closed("d", "c", error=block) + closed("b", "a", error=first)
    assert log == opened("a", "b", "c", "d") + expected


@case
def dealt_with_and_raised_again(submission):
    log, error = [], KeyError("a")
    with raises(KeyError) as caught:
        with submission.Transaction(log.append, Resource(log, "a", closing=error), Resource(log, "b", closing=1)):
            raise Broken
    assert caught.value is error and error.__cause__ is None
    assert log[-4:] == ["close b", "b closed with Broken", "close a", "a closed with NoneType"]


@case
def an_exception_while_opening(submission):
    log, error = [], OSError("c")
    resources = [Resource(log, "a"), Resource(log, "b", closing=True), Resource(log, "c", opening=error), Resource(log, "d")]
    with raises(OSError) as caught:
        with submission.Transaction(log.append, *resources):
            log.append("block")
    assert caught.value is error
    assert log == opened("a", "b", "c") + closed("b", "a", error=error)


@case
async def an_exception_while_opening_async(submission):
    log, error = [], OSError("c")
    resources = [Slow(log, "a"), Resource(log, "b", closing=True), Slow(log, "c", opening=error), Slow(log, "d")]
    with raises(OSError) as caught:
        async with submission.Transaction(log.append, *resources):
            log.append("block")
    assert caught.value is error
    assert log == opened("a", "b", "c") + closed("b", "a", error=error)


@case
async def exceptions_async(submission):
    log, block, late = [], Broken("block"), KeyError("b")
    resources = [Slow(log, "a"), Slow(log, "b", closing=late), Resource(log, "c")]
    with raises(KeyError) as caught:
        async with submission.Transaction(log.append, *resources):
            raise block
    assert caught.value is late and late.__cause__ is block
    assert log == opened("a", "b", "c") + closed("c", "b", error=block) + closed("a", error=late)


@case
async def dealt_with_async(submission):
    log, error = [], ValueError("block")
    async with submission.Transaction(log.append, Resource(log, "a"), Slow(log, "b", closing=True)):
        raise error
    assert log == opened("a", "b") + closed("b", error=error) + closed("a")


@case
def async_resources_in_a_plain_block(submission):
    log = []
    with raises(TypeError):
        with submission.Transaction(log.append, Resource(log, "a"), Slow(log, "b"), Resource(log, "c")):
            log.append("block")
    assert log[:4] == ["open a", "a opened", "open b", "close a"]
    assert log[4:] == ["a closed with TypeError"]


@case
async def cancelled_in_the_block(submission, clock):
    log = []

    async def work():
        async with submission.Transaction(log.append, Slow(log, "a"), Resource(log, "b")):
            await asyncio.sleep(100)

    with raises(TimeoutError):
        async with asyncio.timeout(10):
            await work()
    assert clock.now == 11, "closing takes a second"
    assert log == opened("a", "b") + closed("b", "a", error=asyncio.CancelledError())


@case
async def cancelled_while_opening(submission, clock):
    log = []
    task = asyncio.create_task(enter(submission.Transaction(log.append, Slow(log, "a"), Slow(log, "b"))))
    await asyncio.sleep(1.5)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task
    assert log == opened("a") + ["open b"] + closed("a", error=asyncio.CancelledError())
    assert clock.now == 2.5


@case
def used_again(submission):
    log = []
    transaction = submission.Transaction(log.append, Resource(log, "a"))
    with transaction:
        with raises(RuntimeError):
            with transaction:
                log.append("inside")
        assert log == opened("a")
    with transaction as values:
        assert values == ["A"]
    assert log == (opened("a") + closed("a")) * 2


@case
async def used_again_async(submission):
    log = []
    transaction = submission.Transaction(log.append, Resource(log, "a", opening=OSError()))
    for _ in range(2):
        with raises(OSError):
            async with transaction:
                pass
    transaction = submission.Transaction(log.append, Slow(log, "b"))
    log.clear()
    async with transaction:
        with raises(RuntimeError):
            await enter(transaction)
    assert log == opened("b") + closed("b")


async def enter(transaction):
    async with transaction:
        pass
