"""Event loops that tell when they're idle instead of waiting, and the tasks that one side runs for the other.

Both sides have a loop. The outer one, whose `run` was called first, is in charge: when it has nothing more to do, it
lets the other run until that has nothing more to do either ("pump"); when both wait, time jumps to the next timer.
So two processes behave like one loop, and no test ever sleeps.
"""

from __future__ import annotations

import asyncio
import selectors
import time

from .errors import ProtocolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

GRACE = 0.05
"""Real seconds for sockets and pipes, before a loop with nothing but those counts as idle."""


class IdleSelector(selectors.DefaultSelector):
    """Asks the loop what to do where it would wait."""

    loop: Loop

    def select(self, timeout: float | None = None) -> Any:
        events = super().select(0)
        if events or (timeout is not None and timeout <= 0):
            return events
        if self.loop.outside(timeout):
            return super().select(GRACE if timeout is None else min(timeout, GRACE))
        self.loop.idle(timeout)
        return super().select(0)

    def rest(self, seconds: float) -> None:
        """Really wait, until something comes in; what it is, the next select finds again."""
        super().select(seconds)


class Loop(asyncio.SelectorEventLoop):
    """A loop whose time is `clock()`, and which calls `on_idle` where it would wait."""

    def __init__(self, clock: Callable[[], float]) -> None:
        selector = IdleSelector()
        selector.loop = self
        self.clock = clock
        self.on_idle: Callable[[float | None], None] = lambda timeout: self.stop()
        self.external = 0
        self.waited = 0.0
        super().__init__(selector)
        self.descriptors = len(selector.get_map())

    def time(self) -> float:
        return self.clock()

    def idle(self, timeout: float | None) -> None:
        self.waited = 0.0
        self.on_idle(timeout)

    def outside(self, timeout: float | None) -> bool:
        """Whether something that no clock of ours governs may still happen: threads at work, sockets for a while."""
        if self.external:
            return True
        if len(self._selector.get_map()) <= self.descriptors or self.waited >= GRACE:  # type: ignore[attr-defined]
            return False
        self.waited += GRACE
        return True

    def wakeable(self) -> bool:
        """Whether anything but its timers may wake it: threads but idle workers, sockets, processes, signals."""
        import threading

        workers = getattr(self._default_executor, "_threads", ())  # type: ignore[attr-defined]
        return (
            bool(self.external or self._signal_handlers)  # type: ignore[attr-defined]
            or len(self._selector.get_map()) > self.descriptors  # type: ignore[attr-defined]
            or threading.active_count() > 1 + len(workers)
        )

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:
        future = super().run_in_executor(executor, func, *args)
        self.external += 1
        future.add_done_callback(self.came_back)
        return future

    def came_back(self, _: object) -> None:
        self.external -= 1


class Tasks:
    """What this side runs for the other, and what it awaits of the other."""

    def __init__(self, session: Any, loop: Callable[[], asyncio.AbstractEventLoop]) -> None:
        self.session = session
        self.loop = loop
        self.last = 0
        self.waiting: dict[int, asyncio.Future] = {}
        self.running: dict[int, asyncio.Future] = {}
        self.finished: list[tuple[int, bool, Any]] = []

    # Ours, for the peer.

    def spawn(self, awaitable: Any) -> int:
        """Begin to run it; its number."""
        task = asyncio.ensure_future(awaitable, loop=self.loop())
        self.last += 1
        number = self.last
        self.running[number] = task
        task.add_done_callback(lambda done: self.done(number, done))
        return number

    def done(self, number: int, task: asyncio.Future) -> None:
        del self.running[number]
        if task.cancelled():
            self.finished.append((number, False, asyncio.CancelledError()))
        elif task.exception() is not None:
            self.finished.append((number, False, self.session.outgoing(task.exception())))
        else:
            self.finished.append((number, True, task.result()))

    def cancel(self, number: int) -> None:
        task = self.running.get(number)
        if task is not None:
            task.cancel()

    def take_finished(self) -> list:
        finished, self.finished = self.finished, []
        return finished

    # The peer's, for us.

    async def start(self, awaitable: Any) -> Any:
        """Have the peer run an awaitable of its own, and wait for what comes of it. Cancelling goes through."""
        number = self.session.request("spawn", awaitable)
        if type(number) is not int or number in self.waiting:
            raise ProtocolError("no task")
        loop = asyncio.get_running_loop()
        asked = False
        while True:
            future = self.waiting[number] = loop.create_future()
            try:
                good, value = await future
            except asyncio.CancelledError:
                if not future.cancelled():
                    raise
                self.session.request("cancel", number)
                asked = True
                continue
            except GeneratorExit:
                self.waiting.pop(number, None)
                self.session.request("cancel", number)
                raise
            if good:
                return value
            if isinstance(value, asyncio.CancelledError):
                if asked:  # asyncio.timeout wants this very type
                    raise asyncio.CancelledError(*value.args)
                raise self.session.cancelled(value)
            raise value

    def deliver(self, finished: Any) -> int:
        """Tell those who wait; how many there were."""
        if type(finished) is not list:
            raise ProtocolError("no list of tasks")
        for each in finished:
            if type(each) is not tuple or len(each) != 3 or type(each[0]) is not int:
                raise ProtocolError("no outcome of a task")
            number, good, value = each
            if good is not True and not isinstance(value, BaseException):
                raise ProtocolError("a task failed by something that is no exception")
            future = self.waiting.pop(number, None)
            if future is not None and not future.done():
                future.set_result((good is True, value))
        return len(finished)


def pump(loop: Loop, tasks: Tasks, finished: list, wait: float | None) -> tuple[list, float | None]:
    """Run the loop until nothing is left to do now: the tasks that ended, and when the next timer is due.

    With `wait` the clock is a real one: it runs until a task has ended, or so many seconds have passed.
    """
    due: list[float | None] = [None]
    until = None if wait is None else time.monotonic() + wait

    def idle(timeout: float | None) -> None:
        if until is None or tasks.finished or time.monotonic() >= until:
            due[0] = None if timeout is None else loop.time() + timeout
            loop.stop()
            return
        left = until - time.monotonic()
        loop._selector.rest(left if timeout is None else min(left, timeout))  # type: ignore[attr-defined]

    tasks.deliver(finished)
    before, loop.on_idle = loop.on_idle, idle
    try:
        loop.run_forever()
    finally:
        loop.on_idle = before
    return tasks.take_finished(), due[0]
