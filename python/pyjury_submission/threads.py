"""Calls side by side, and a race among them that doesn't hide.

CPython lets another thread have a turn at calls and loops only, and not before 5 ms: what no lock guards goes well nearly
always, also where it's wrong. So threads that make calls side by side change turns within the submission's own lines as
well, at first before every other instruction. Each order of things that comes of it is one that the language allows;
where locks are used well, none of them matters.

Changes at random: Edelstein et al., Multithreaded Java program test generation, IBM Systems Journal 41 (2002).
"""

from __future__ import annotations

from sys import settrace
from time import sleep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import Any

CHANGES = 500
"""About as often turns change for all the threads together, which takes some 30 ms of CPU time."""

OFTEN, SELDOM = 0.5, 0.05
"""How likely an instruction is to wait for others: at first, and where that ends."""


class Turns:
    """Who is next among threads that began together."""

    def __init__(self, count: int, folder: str) -> None:
        self.count = count
        self.folder = folder
        self.present: list[int] = []
        self.likely = OFTEN

    def begin(self, place: int) -> None:
        """Wait for the other threads, and take turns with them from here on."""
        from _random import Random

        chance = Random(place).random

        def within(frame: FrameType, event: str, _: object) -> Any:
            if event != "opcode" or chance() > self.likely:
                return within
            self.likely -= (OFTEN - SELDOM) / CHANGES
            if self.likely > SELDOM:
                sleep(0)
                return within
            frame.f_trace_opcodes = False
            settrace(None)
            return None

        def enters(frame: FrameType, _: str, __: object) -> Any:
            if not frame.f_code.co_filename.startswith(self.folder):
                return None
            frame.f_trace_opcodes = True
            frame.f_trace_lines = False
            return within

        # A Barrier would wake them one after the other.
        self.present.append(place)
        while len(self.present) < self.count:
            sleep(0)
        settrace(enters)


def side_by_side(calls: list, folder: str) -> list:
    """Each call in a thread of its own, begun together: its result or its exception.

    Turns change in code of files in `folder` only, which ends with a slash.
    """
    import threading

    outcomes: list = [None] * len(calls)
    turns = Turns(len(calls), folder)

    def run(place: int, target: Any, args: tuple, kwargs: dict) -> None:
        turns.begin(place)
        try:
            outcomes[place] = (True, target(*args, **kwargs))
        except BaseException as error:
            outcomes[place] = (False, error)
        finally:
            settrace(None)

    started = [threading.Thread(target=run, args=(place, *call)) for place, call in enumerate(calls)]
    try:
        for thread in started:
            thread.start()
    except BaseException:
        turns.count = 0  # nobody waits for those that could not be started
        raise
    for thread in started:
        thread.join()
    return outcomes
