"""The submission's event loops: one that the grader drives, and those that the submission starts itself."""

from __future__ import annotations

import asyncio
import time
import warnings
from asyncio import events

from pyjury_wire.loops import Loop, Tasks, pump

from .clock import CLOCK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
            raise RuntimeError("everything waits, and nothing is due: a deadlock")
        CLOCK.go(due)

    loop.on_idle = idle
    return loop


def install() -> None:
    """Make asyncio.run and asyncio.new_event_loop give such loops."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = type(asyncio.get_event_loop_policy())
        policy = type("Policy", (before,), {"new_event_loop": lambda self: own_loop()})
        asyncio.set_event_loop_policy(policy())


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


def left(session: Any) -> list[str]:
    """The tasks that haven't ended, by their coroutines."""
    return sorted(
        str(getattr(task.get_coro(), "__qualname__", task.get_name())) for task in asyncio.all_tasks(driven())
    )


OPERATIONS = {
    "inside": inside,
    "spawn": lambda session, awaitable: tasks_of(session).spawn(awaitable),
    "cancel": lambda session, number: tasks_of(session).cancel(number),
    "pump": run,
    "tasks": left,
}
