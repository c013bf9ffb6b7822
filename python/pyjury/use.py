"""What a case uses besides the submission's objects."""

from __future__ import annotations

import time

from . import connection
from .clock import clock
from .failure import Failure
from .outcomes import RemoteError, tamed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

__all__ = ["clock", "in_threads", "limit", "printed", "prints", "submission"]


class Submission:
    """The submitted module, for graders that import it instead of taking it as a parameter."""

    def __getattr__(self, name: str) -> Any:
        if connection.CONNECTION.module is None:
            connection.ask("get", None, name)
        return getattr(connection.CONNECTION.module, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(connection.CONNECTION.module, name, value)


submission = Submission()


class limit:
    """with limit(2): no call in this block may take longer, in real time, than what is left of the seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> limit:
        self.frames = frames = connection.session().frames
        self.before = frames.deadline
        mine = time.monotonic() + self.seconds
        frames.deadline = mine if self.before is None else min(self.before, mine)
        return self

    def __exit__(self, *error: object) -> None:
        self.frames.deadline = self.before


def printed() -> str:
    """What the submission has printed since the case began, or since this was asked for the last time."""
    text = connection.ask("prints")
    if type(text) is not str:
        raise Failure("what was printed isn't text")
    return text


class prints:
    """with prints("text\\n"): what the submission prints in this block must be just that text."""

    def __init__(self, expected: str) -> None:
        self.expected = expected

    def __enter__(self) -> prints:
        printed()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None and (came := printed()) != self.expected:
            raise Failure(f"printed {came!r}, expected {self.expected!r}")


class Outcome:
    """What came of one call of several: a value or an exception."""

    def __init__(self, value: Any, error: BaseException | None) -> None:
        self.value = value
        self.error = error

    def result(self) -> Any:
        if self.error is not None:
            raise self.error
        return self.value


def in_threads(*calls: Callable[..., Any] | tuple) -> list[Outcome]:
    """Make the calls side by side, each in a thread of the submission's: a Remote, or (Remote, argument...).

    Their turns change often, in the middle of lines too, so that a race shows itself.
    """
    given = [(call[0], call[1:], {}) if type(call) is tuple else (call, (), {}) for call in calls]
    came = connection.ask("threads", given)
    if type(came) is not list or len(came) != len(given):
        raise Failure(f"{len(given)} calls side by side gave another number of results")
    outcomes = []
    for each in came:
        if type(each) is not tuple or len(each) != 2 or not (each[0] is True or isinstance(each[1], BaseException)):
            raise Failure("a thread of the submission's ended without a result")
        good, value = each
        if isinstance(value, RemoteError) and connection.ends_silently(value):
            value = tamed(value)
        outcomes.append(Outcome(value, None) if good is True else Outcome(None, value))
    return outcomes
