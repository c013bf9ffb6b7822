"""The wire to the submission, of which a grader's process has one."""

from __future__ import annotations

import os
import time

from pyjury_wire.errors import ProtocolError, WireError
from pyjury_wire.frames import Frames
from pyjury_wire.handles import Handles, Kind
from pyjury_wire.session import Session

from .calls import Calls
from .exports import function_parts, operations
from .failure import Failure, PackageFault, own_failure
from .outcomes import MAY_END, RemoteError, ends_silently, remote_class, remote_error, tamed
from .remote import Remote, new_remote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class GraderHandles(Handles):
    def stand_in(self, number: int, kind: Kind) -> Remote:
        return new_remote(number, kind)

    def foreign(self, value: object) -> int | None:
        if type(value) is Remote:
            return value._pyjury_number
        if isinstance(value, RemoteError):
            return self.exception_ids.get(id(value._pyjury_original or value))
        return self.class_numbers.get(id(value))

    def make_class(self, number: int, module: str, name: str, bases: tuple) -> type:
        return remote_class(module, name, bases)

    def make_exception(self, number: int, parts: list) -> BaseException:
        return remote_error(parts)

    def exception_parts(self, error: BaseException) -> tuple:
        """No lines and no context: those are the grader's own affair. So is what an assertion that failed says."""
        if error.__traceback__ is not None and isinstance(error, AssertionError):
            return (AssertionError, (STOPPED,), STOPPED, [], None, None, True, (), None)
        members = error.exceptions if isinstance(error, BaseExceptionGroup) else None
        message = error.message if isinstance(error, BaseExceptionGroup) else str(error)
        notes = [str(note) for note in getattr(error, "__notes__", [])]
        return (type(error), error.args, message, notes, error.__cause__, None, True, (), members)

    def function_parts(self, value: object, kind: type) -> tuple | None:
        return function_parts(value, kind)


class GraderSession(Session):
    """Remembers what failed in a call back: the submission may swallow the exception, the case fails all the same."""

    def __init__(self, frames: Frames, handles: Handles) -> None:
        super().__init__(frames, handles, operations())
        self.failure: AssertionError | None = None
        self.call_limit: float | None = None

    def request(self, *operands: Any) -> Any:
        if self.call_limit is not None and not self.serving:
            self.frames.deadline = time.monotonic() + self.call_limit
        try:
            result = super().request(*operands)
        except WireError:
            raise
        except RemoteError as error:
            self.tell_failure()
            if ends_silently(error) and not may_end(operands):
                raise tamed(error) from None
            raise
        except BaseException:
            self.tell_failure()
            raise
        if self.failure is not None:
            self.tell_failure()
        return result

    def tell_failure(self) -> None:
        if self.failure is not None and not self.serving:
            failure, self.failure = self.failure, None
            raise failure from None

    def finish(self) -> None:
        """The case has returned. Whoever swallowed it: what has failed, or broken the wire, fails the case."""
        if self.broken is not None:
            raise self.broken
        if self.failure is not None:
            raise self.failure

    def outgoing(self, error: BaseException) -> BaseException:
        own = own_failure(error)
        if own is not None:
            self.failure = self.failure or own
            return AssertionError(STOPPED)
        return error

    def cancelled(self, error: BaseException) -> BaseException:
        return tamed(error) if isinstance(error, RemoteError) else error

    def unsendable(self, error: BaseException) -> BaseException:
        self.failure = self.failure or Failure(f"what the grader answers can't cross: {error}")
        return super().unsendable(error)


STOPPED = "the grader stops here"


def may_end(operands: tuple) -> bool:
    """Whether an iteration may end by this request: next(), and a generator's methods by the names that the case uses."""
    what, *rest = operands[1:] if operands[0] == "inside" else operands
    if what == "call":
        owner, _, name = (type(rest[0]) is Remote and rest[0]._pyjury_label or "").rpartition(".")
        return name in MAY_END and owner != "submission"
    return what == "unary" and rest[0] in MAY_END


class Connection:
    session: GraderSession | None = None
    module: Any = None
    inside = False
    """Whether the grader's event loop runs, so that calls are made inside the submission's loop."""

    calls = Calls()
    answered = False
    """Whether the submission has answered anything: from then on, an error in a case may follow from the answer."""

    suppressed = False
    """Whether a context manager of the submission's may have suppressed an exception, so that names may be unbound."""

    shown: BaseException | None = None
    """The last exception of the grader's that a context manager of the submission's was shown."""


CONNECTION = Connection()


def ask(*operands: Any) -> Any:
    """Have the submission do something."""
    wire = session()
    CONNECTION.answered = True
    if CONNECTION.inside:
        return wire.request("inside", *operands)
    return wire.request(*operands)


def session() -> GraderSession:
    """The conversation with the submission, while there is one."""
    if CONNECTION.session is None:
        raise PackageFault("the submission is there only while a case runs")
    return CONNECTION.session


def connect(incoming: int, outgoing: int) -> None:
    CONNECTION.session = GraderSession(Frames(incoming, outgoing), GraderHandles())


def start(config: dict) -> None:
    """Have the submission imported."""
    CONNECTION.module = ask("start", config)
    if type(CONNECTION.module) is not Remote:
        raise ProtocolError("no module")
    CONNECTION.module._pyjury_label = "submission"


def take_wire() -> tuple[int, int]:
    """Descriptors 0 and 1, moved away: what the grader prints goes to stderr."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return incoming, outgoing
