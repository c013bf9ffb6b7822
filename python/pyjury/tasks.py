"""Async cases: the grader's event loop, which is in charge of the submission's."""

from __future__ import annotations

import time

from pyjury_wire.errors import ProtocolError
from pyjury_wire.loops import Loop, Tasks, pump

from .clock import clock, moved
from .connection import CONNECTION
from .exports import given
from .failure import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Coroutine, Generator

REAL_WAIT = 0.05
TOLD = 5
NAME = 200
MADE: list[tuple[Loop, Tasks]] = []


def made() -> tuple[Loop, Tasks]:
    if not MADE:
        loop = Loop(clock)
        MADE.append((loop, Tasks(CONNECTION.session, lambda: loop)))
    return MADE[0]


def await_remote(remote: Any) -> Generator:
    return made()[1].start(remote).__await__()


def run_case(coroutine: Coroutine, kind: str) -> Any:
    """Run an async case to its end, with the submission's loop beneath."""
    loop, tasks = made()
    virtual = kind == "virtual"
    if not virtual:
        loop.clock = time.monotonic

    def idle(timeout: float | None) -> None:
        session = CONNECTION.session
        assert session is not None
        served = session.served
        wait = None if virtual else min(REAL_WAIT, REAL_WAIT if timeout is None else timeout)
        given = tasks.take_finished()
        finished, theirs = outcome(session.request("pump", clock.now, given, wait))
        if tasks.deliver(finished) or given or session.served != served:
            return
        if not virtual:
            if timeout is None and theirs is None and not loop.wakeable():
                names = session.request("stuck")
                if names is not None:
                    raise deadlock(names)
            return
        due = None if timeout is None else clock.now + timeout
        due = theirs if due is None else due if theirs is None else min(due, theirs)
        if due is None:
            raise deadlock(session.request("waiting"))
        clock.go(due)

    loop.on_idle = idle
    CONNECTION.inside = True
    try:
        return loop.run_until_complete(coroutine)
    finally:
        CONNECTION.inside = False


def deadlock(names: Any) -> Failure:
    """The submission's coroutines that wait, as it names them."""
    if type(names) is not list or not all(type(name) is str for name in names):
        raise ProtocolError("no names of tasks")
    told = ", ".join(name[:NAME] for name in names[:TOLD]) or "what the case itself waits for"
    return Failure(f"everything waits, and nothing is due: a deadlock of {told}")


def outcome(answer: Any) -> tuple[list, float | None]:
    """What a pump gives, if that is what came."""
    if type(answer) is not tuple or len(answer) != 2 or type(answer[1]) not in (float, type(None)):
        raise ProtocolError("no outcome of a pump")
    if answer[1] is not None and not answer[1] < float("inf"):
        raise ProtocolError("a timer that is never due")
    return answer


def run_awaitable(awaitable: Any) -> Any:
    async def wait() -> Any:
        return await awaitable

    return run_case(wait(), "virtual")


def pumped(now: float, finished: list, wait: None) -> tuple:
    """The submission runs a loop of its own, and lets ours run beneath it."""
    loop, tasks = made()
    if loop.is_running():
        raise RuntimeError("asyncio.run can't be used in an async case, when it awaits something of the grader's")
    moved(now)
    return pump(loop, tasks, finished, None)


OPERATIONS = {
    "spawn": lambda awaitable: made()[1].spawn(given(awaitable)),
    "cancel": lambda number: made()[1].cancel(number),
    "pump": pumped,
}
