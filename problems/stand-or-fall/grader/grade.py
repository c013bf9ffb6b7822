import asyncio
import random

from pyjury import case, raises


class Office:
    """Takes bookings, and writes down what became of them."""

    def __init__(self, clock):
        self.clock = clock
        self.running = 0
        self.log = []

    def booking(self, name, seconds, error=None, when_cancelled=None):
        """when_cancelled: an exception to raise, "made" to return the number all the same, or None to obey."""

        async def book():
            self.running += 1
            try:
                await asyncio.sleep(seconds)
                if error is not None:
                    raise error
            except asyncio.CancelledError:
                self.log.append((self.clock.now, f"{name} cancelled"))
                await asyncio.sleep(1)
                if when_cancelled is None:
                    raise
                if when_cancelled != "made":
                    raise when_cancelled
            finally:
                self.running -= 1
            return f"number of {name}"

        async def undo(number):
            assert self.running == 0, f"{name} is taken back while another booking is being made"
            self.running += 1
            self.log.append((self.clock.now, f"undo {number}"))
            await asyncio.sleep(1)
            self.running -= 1

        return book, undo


@case(open=True)
async def example(submission, clock):
    """The example of the statement"""
    office = Office(clock)
    failure = OSError("no car left")
    bookings = [office.booking("flight", 1), office.booking("hotel", 5), office.booking("car", 2, failure)]
    with raises(ExceptionGroup) as caught:
        await submission.book_all(bookings)
    assert list(caught.value.exceptions) == [failure]
    assert office.log == [(2, "hotel cancelled"), (3, "undo number of flight")]

    async def journey():
        await submission.book_all(bookings)

    assert await submission.explain(journey) == ["no car left"]


@case
async def all_succeed(submission, clock):
    """All bookings are made at the same time; the numbers come in order"""
    office = Office(clock)
    names = [f"part {number}" for number in range(30)]
    seconds = random.Random(2).choices(range(1, 9), k=30)
    numbers = await submission.book_all([office.booking(*each) for each in zip(names, seconds)])
    assert numbers == [f"number of {name}" for name in names]
    assert clock.now == max(seconds) and office.log == []
    assert await submission.book_all([]) == []


@case
async def several_failures(submission, clock):
    """Failures of those that are being cancelled belong to the group"""
    office = Office(clock)
    first, second, third = OSError("first"), ValueError("second"), KeyError("third")
    with raises(ExceptionGroup) as caught:
        await submission.book_all([
            office.booking("a", 9, when_cancelled=second), office.booking("b", 2, first),
            office.booking("c", 9), office.booking("d", 9, when_cancelled=third),
        ])  # fmt: skip
    assert {id(error) for error in caught.value.exceptions} == {id(first), id(second), id(third)}
    assert clock.now == 3 and sorted(office.log) == [(2, f"{name} cancelled") for name in "acd"]


@case
async def last_made_first_undone(submission, clock):
    """Taken back one after another, the last one first"""
    office = Office(clock)
    with raises(ExceptionGroup):
        await submission.book_all([
            office.booking("a", 2), office.booking("b", 1), office.booking("c", 3), office.booking("d", 4, OSError()),
        ])  # fmt: skip
    assert office.log == [(4, "undo number of c"), (5, "undo number of a"), (6, "undo number of b")]


@case
async def made_although_cancelled(submission, clock):
    """What is booked although it was cancelled is taken back"""
    office = Office(clock)
    with raises(ExceptionGroup) as caught:
        await submission.book_all([
            office.booking("stubborn", 9, when_cancelled="made"),
            office.booking("early", 1), office.booking("bad", 2, OSError()),
        ])  # fmt: skip
    assert len(caught.value.exceptions) == 1
    assert office.log == [(2, "stubborn cancelled"), (3, "undo number of stubborn"), (4, "undo number of early")]


@case
async def cancelled_from_outside(submission, clock):
    """Cancelled from outside: all are cancelled or taken back, and CancelledError is raised"""
    office = Office(clock)

    async def journey():
        await submission.book_all([office.booking("a", 1), office.booking("b", 5), office.booking("c", 2)])

    task = asyncio.create_task(journey())
    await asyncio.sleep(3)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert office.log == [(3, "b cancelled"), (4, "undo number of c"), (5, "undo number of a")]


def failing(error):
    async def journey():
        if error is not None:
            raise error

    return journey


@case
async def explanations(submission):
    """explain: the messages of all OSErrors, at any depth"""
    assert await submission.explain(failing(None)) == []
    assert await submission.explain(failing(FileNotFoundError("alone"))) == ["alone"]
    tree = ExceptionGroup("journey", [
        OSError("d"),
        ExceptionGroup("hotels", [ConnectionError("b"), ExceptionGroup("rooms", [OSError("c"), TimeoutError("a")])]),
    ])  # fmt: skip
    assert await submission.explain(failing(tree)) == ["a", "b", "c", "d"]


@case
async def what_explain_leaves(submission):
    """explain: other exceptions go on, and nothing else"""
    other, more = ValueError("other"), KeyError("more")
    with raises(ValueError, match="other"):
        await submission.explain(failing(other))
    for error in (ExceptionGroup("", [other]), ExceptionGroup("", [OSError("x"), ExceptionGroup("", [other])])):
        with raises(ExceptionGroup) as caught:
            await submission.explain(failing(error))
        assert [str(error) for error in leaves(caught.value)] == ["other"]
    with raises(ExceptionGroup) as caught:
        await submission.explain(failing(ExceptionGroup("", [more, OSError("y"), other])))
    assert sorted(type(error).__name__ for error in leaves(caught.value)) == ["KeyError", "ValueError"]


def leaves(error):
    if not isinstance(error, BaseExceptionGroup):
        return [error]
    return [leaf for each in error.exceptions for leaf in leaves(each)]
