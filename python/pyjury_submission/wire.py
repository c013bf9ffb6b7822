"""The submission's side of the session: its threads may all call back, and each gets its own reply.

One of the threads that wait reads for all; what is for another is put into that one's box. The first thread has box
0, where the grader's requests come that belong to no call back.
"""

from __future__ import annotations

from _thread import RLock, allocate_lock, get_ident

from pyjury_wire.frames import Frames
from pyjury_wire.handles import Handles
from pyjury_wire.session import HEAD, REQUEST, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyjury_wire.session import Operation

BOXED = 10_000


class SubmissionSession(Session):
    def __init__(self, frames: Frames, handles: Handles, operations: dict[str, Operation]) -> None:
        super().__init__(frames, handles, operations)
        self.at_work: dict[int, int] = {}
        self.state = allocate_lock()
        self.sending = RLock()
        self.reading = False
        self.boxes: dict[int, list[bytes]] = {}
        self.boxed = 0
        self.parked: dict[int, Any] = {}

    def next(self, number: int) -> bytes:
        while True:
            with self.state:
                box = self.boxes.get(number)
                if box:
                    frame = box.pop(0)
                    self.boxed -= 1
                    if not box:
                        del self.boxes[number]
                    self.wake()
                    return frame
                waiting = None
                if self.reading:
                    waiting = self.parked[number] = allocate_lock()
                    waiting.acquire()
                else:
                    self.reading = True
            if waiting is not None:
                waiting.acquire()
                continue
            try:
                frame = self.receive()
            finally:
                with self.state:
                    self.reading = False
                    self.wake()
            what, about, within = HEAD.unpack_from(frame)
            target = within if what == REQUEST else about
            if target == number:
                return frame
            with self.state:
                self.boxed += 1
                if self.boxed > BOXED:
                    raise self.fail("replies to nothing")
                self.boxes.setdefault(target, []).append(frame)
                self.wake(target)

    def wake(self, number: int | None = None) -> None:
        """Let one thread that waits look again: that one, or any."""
        if number is None and self.parked:
            number = next(iter(self.parked))
        if number in self.parked:
            self.parked.pop(number).release()

    def send(self, head: bytes, body: bytes) -> None:
        with self.sending:
            super().send(head, body)

    def within(self) -> int:
        return self.at_work.get(get_ident(), 0)

    def enter(self, number: int) -> int:
        thread = get_ident()
        outer = self.at_work.get(thread, 0)
        self.at_work[thread] = number
        return outer

    def leave(self, outer: int) -> None:
        self.at_work[get_ident()] = outer

    def run(self) -> None:
        """Do what the grader asks for, until it closes the wire."""
        while True:
            self.serve(self.next(0))
