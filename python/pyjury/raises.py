"""raises: the submission must raise, or the case fails."""

from __future__ import annotations

from types import TracebackType

from pyjury_wire.errors import WireError

from .connection import CONNECTION
from .describe import describe
from .failure import Failure, WrongException
from .outcomes import RemoteError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class raises:
    """with raises(ValueError, match="regex") as caught: ...; caught.value is the exception then.

    Takes built-in exception types, the submission's own (submission.Broke), names of types, and tuples of those.
    `exactly` refuses subclasses. An error that the case itself makes of an answer, as int("x") does, isn't the
    submission's and doesn't count.
    """

    def __init__(self, *expected: Any, match: str | None = None, exactly: bool = False) -> None:
        self.expected = [each for part in expected for each in (part if type(part) is tuple else (part,))]
        self.match = match
        self.exactly = exactly
        self.value: Any = None

    def __enter__(self) -> "raises":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        wanted = " or ".join(each if type(each) is str else each.__qualname__ for each in self.expected)
        if error is None:
            raise Failure(f"{wanted} was expected, and nothing was raised")
        if isinstance(error, WireError) or isinstance(error, Failure):
            return False
        if not any(self.fits(error, each) for each in self.expected):
            if isinstance(error, RemoteError):
                raise WrongException(f"{wanted} was expected, {describe(error)} was raised") from error
            return False
        if not isinstance(error, RemoteError) and not crossed(error, trace):
            return False
        if self.match is not None and not found(self.match, str(error)):
            raise WrongException(
                f"{wanted} was raised with another message than expected: {str(error)!r}",
                f"{wanted}: the message {str(error)!r} doesn't match {self.match!r}",
            ) from error
        self.value = error
        return True

    async def __aenter__(self) -> "raises":
        return self

    async def __aexit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        return self.__exit__(kind, error, trace)

    def fits(self, error: BaseException, expected: Any) -> bool:
        order = type(error).__mro__
        if isinstance(error, RemoteError):
            order = type(error._pyjury_original or error).__mro__
            order = tuple(each for each in order if each is not RemoteError)
        if self.exactly:
            order = tuple(each for each in order if each.__qualname__ == order[0].__qualname__)
        if type(expected) is str:
            return any(expected in (each.__qualname__, f"{each.__module__}.{each.__qualname__}") for each in order)
        return any(each is expected for each in order)


THROUGH = ("/pyjury_wire/", "/pyjury/", "/asyncio/")


def crossed(error: BaseException, trace: TracebackType | None) -> bool:
    """Whether the grader's own exception came back over the wire, or went through a context manager of the
    submission's, or comes out of the event loop, as a timeout does. What ends an iterator has no trace."""
    if error is CONNECTION.shown or isinstance(error, (StopIteration, StopAsyncIteration)):
        return True
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if any(part in name for part in THROUGH):
            return True
        trace = trace.tb_next
    return False


def found(pattern: str, text: str) -> bool:
    """Whether the regular expression is somewhere in the text. Few cases have one, and `re` takes long to import."""
    import re

    return re.search(pattern, text) is not None
