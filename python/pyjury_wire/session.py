"""Requests and replies. A request may call back before its reply comes, to a bounded depth.

A frame is: what it is (one byte), its number, and the request within which it was sent (0 for none), then a value.
A request's value is a tuple: the operation and its operands. What operations there are is up to each side.
"""

from __future__ import annotations

from struct import Struct

from .errors import ProtocolError, WireError
from .frames import Frames
from .handles import Handles
from .limits import NESTED_REQUESTS
from .values import decode, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    Operation = Callable[..., Any]

HEAD = Struct("<BII")
REQUEST, RESULT, RAISED, RELEASE = range(4)


class Session:
    """One side of the conversation. The grader's has one thread; the submission's overrides `next`."""

    def __init__(self, frames: Frames, handles: Handles, operations: dict[str, Operation]) -> None:
        self.frames = frames
        self.handles = handles
        self.operations = operations
        self.requests = 0
        self.outstanding: dict[int, bytes | None] = {}
        """Requests without a reply, or with one that came while another was waited for."""
        self.depth = 0
        self.served = 0
        self.broken: BaseException | None = None

    def request(self, *operands: Any) -> Any:
        """Have the peer do something: its result, or its exception raised here."""
        if self.broken is not None:
            raise self.broken
        handles = self.handles
        handles.causes = 0
        body = encode(operands, handles)
        self.requests += 1
        number = self.requests
        self.outstanding[number] = None
        self.send(HEAD.pack(REQUEST, number, self.within()), body)
        while True:
            frame = self.next(number)
            what, _, within = HEAD.unpack_from(frame)
            if what == REQUEST:
                self.serve(frame)
                continue
            del self.outstanding[number]
            try:
                value = decode(frame, 9, handles)
            except ProtocolError as error:
                self.broken = error
                raise
            if what == RESULT:
                return value
            if not isinstance(value, BaseException):
                raise self.fail("something was raised that is no exception")
            raise value

    def serve(self, frame: bytes) -> None:
        """Do what the peer asks for, and tell it what came of it."""
        _, number, _ = HEAD.unpack_from(frame)
        try:
            operands = decode(frame, 9, self.handles)
            if type(operands) is not tuple or not operands or type(operands[0]) is not str:
                raise ProtocolError("no request")
            operation = self.operations.get(operands[0])
            if operation is None:
                raise ProtocolError(f"no operation is called {operands[0][:40]!r}")
        except ProtocolError as error:
            self.broken = error
            raise
        outer = self.enter(number)
        self.depth += 1
        self.served += 1
        try:
            if self.depth > NESTED_REQUESTS:
                raise RecursionError("calls back within calls back, too deep")
            what, value = RESULT, operation(*operands[1:])
        except WireError:
            raise
        except BaseException as error:
            what, value = RAISED, self.outgoing(error)
        finally:
            self.depth -= 1
            self.leave(outer)
        del operands
        self.answer(what, number, value)

    def answer(self, what: int, number: int, value: Any) -> None:
        self.handles.causes = 0
        try:
            body = encode(value, self.handles)
        except WireError:
            raise
        except BaseException as error:
            what, self.handles.causes = RAISED, 0
            body = encode(self.unsendable(error), self.handles)
        self.send(HEAD.pack(what, number, 0), body)

    def unsendable(self, error: BaseException) -> BaseException:
        """What is raised on the other side when a result can't cross."""
        return TypeError(f"the result can't cross: {type(error).__name__}")

    def outgoing(self, error: BaseException) -> BaseException:
        """The exception to tell the peer of."""
        return error

    def cancelled(self, error: BaseException) -> BaseException:
        """What is raised here when something of the peer's was cancelled, and not by us."""
        return error

    def send(self, head: bytes, body: bytes) -> None:
        released = self.handles.releases() if self.handles.dropped else b""
        try:
            if released:
                self.frames.send(HEAD.pack(RELEASE, 0, 0) + released, head + body)
            else:
                self.frames.send(head + body)
        except WireError as error:
            self.broken = error
            raise

    def next(self, number: int) -> bytes:
        """The next frame for whoever waits for the reply to this request: that reply, or a request."""
        while True:
            early = self.outstanding[number]
            if early is not None:
                return early
            frame = self.receive()
            what, about, _ = HEAD.unpack_from(frame)
            if what == REQUEST or about == number:
                return frame
            if self.outstanding.get(about, b"") is not None:
                raise self.fail("a reply to nothing")
            self.outstanding[about] = frame

    def receive(self) -> bytes:
        """The next frame that isn't about handles only."""
        while True:
            try:
                frame = self.frames.receive()
            except WireError as error:
                self.broken = error
                raise
            if len(frame) < HEAD.size or frame[0] > RELEASE:
                raise self.fail("no frame")
            if frame[0] != RELEASE:
                return frame
            try:
                self.handles.release(frame[HEAD.size :])
            except ProtocolError as error:
                self.broken = error
                raise

    def fail(self, why: str) -> ProtocolError:
        self.broken = ProtocolError(why)
        return self.broken

    # Which of the peer's requests this side is at work on.

    serving = 0

    def within(self) -> int:
        return self.serving

    def enter(self, number: int) -> int:
        outer, self.serving = self.serving, number
        return outer

    def leave(self, outer: int) -> None:
        self.serving = outer
