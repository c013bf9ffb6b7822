"""The submission's event loops: one that the grader drives, and those that the submission starts itself."""

from __future__ import annotations

import asyncio
import time
from asyncio import events

from pyjury_wire.loops import GRACE, Loop, Tasks, pump

from .clock import CLOCK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TOLD = 5
DEEP = 100
DRIVEN: list[Loop] = []
TASKS: list[Tasks] = []


def tasks_of(session: Any) -> Tasks:
    if not TASKS:
        TASKS.append(Tasks(session, lambda: driven()))
    return TASKS[0]


def driven() -> Loop:
    """The loop that runs when the grader pumps, and never by itself."""
    if not DRIVEN:
        DRIVEN.append(Loop(CLOCK))
    return DRIVEN[0]


def own_loop() -> Loop:
    """A loop that the submission runs itself, as asyncio.run does: time jumps where it would wait."""
    loop = Loop(CLOCK)

    def idle(timeout: float | None) -> None:
        tasks = tasks_of(CLOCK.session)
        due = None if timeout is None else CLOCK.now + timeout
        if tasks.waiting or tasks.finished:
            finished, theirs = CLOCK.session.request("pump", CLOCK.now, tasks.take_finished(), None)
            if tasks.deliver(finished):
                return
            due = theirs if due is None else due if theirs is None else min(due, theirs)
        if due is None:
            raise RuntimeError(f"everything waits, and nothing is due: a deadlock of {', '.join(waiting(loop))}")
        CLOCK.go(due)

    loop.on_idle = idle
    return loop


def real_loop() -> Loop:
    """A loop that really waits, but not where nothing can ever wake it."""
    loop = Loop(time.monotonic)

    def idle(timeout: float | None) -> None:
        if timeout is None and not tasks_of(CLOCK.session).waiting and not loop.wakeable():
            raise RuntimeError(f"everything waits, and nothing is due: a deadlock of {', '.join(waiting(loop))}")
        loop._selector.rest(GRACE if timeout is None else timeout)  # type: ignore[attr-defined]

    loop.on_idle = idle
    return loop


def inside(session: Any, name: str, *operands: Any) -> Any:
    """Do what is asked as if the driven loop were running, so that tasks can be made."""
    operation = session.operations[name]
    if events._get_running_loop() is not None:
        return operation(*operands)
    events._set_running_loop(driven())
    try:
        return operation(*operands)
    finally:
        events._set_running_loop(None)


def run(session: Any, now: float, finished: list, wait: float | None) -> tuple:
    CLOCK.set(now)
    loop = driven()
    loop.clock = CLOCK if wait is None else time.monotonic
    return pump(loop, tasks_of(session), finished, wait)


def waiting(loop: Loop) -> list[str]:
    """The tasks that haven't ended, by their coroutines and where in the student's files those wait."""
    folder = CLOCK.session.handles.failures.folder
    return sorted(place(task.get_coro(), folder) for task in asyncio.all_tasks(loop))[:TOLD]


def place(coroutine: Any, folder: str) -> str:
    """The innermost of a chain of coroutines that is the student's own."""
    name = str(getattr(coroutine, "__qualname__", "?"))
    for _ in range(DEEP):
        frame = getattr(coroutine, "cr_frame", None)
        if frame is not None and frame.f_code.co_filename.startswith(folder):
            name = f"{coroutine.__qualname__} ({frame.f_code.co_filename[len(folder) :]}, line {frame.f_lineno})"
        coroutine = getattr(coroutine, "cr_await", None)
        if coroutine is None:
            break
    return name


def stuck(session: Any) -> list[str] | None:
    """What waits, if nothing from outside can wake it either: a thread, a socket, another process."""
    return None if driven().wakeable() else waiting(driven())


OPERATIONS = {
    "inside": inside,
    "spawn": lambda session, awaitable: tasks_of(session).spawn(awaitable),
    "cancel": lambda session, number: tasks_of(session).cancel(number),
    "pump": run,
    "waiting": lambda session: waiting(driven()),
    "stuck": stuck,
}
