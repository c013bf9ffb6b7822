"""Exceptions of the submission, on the grader's side: `except ValueError` catches the submission's ValueError."""

from __future__ import annotations

from pyjury_wire.errors import ProtocolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Line:
    """One frame in a file of the student's."""

    __slots__ = ("file", "line", "function", "source")

    def __init__(self, file: str, line: int, function: str, source: str) -> None:
        self.file = file
        self.line = line
        self.function = function
        self.source = source


class RemoteError(BaseException):
    """Beneath every exception that the submission raised, beside the built-in type that it has.

    Its other attributes are those of the submission's exception, asked for when they're used.
    """

    message = ""
    lines: tuple[Line, ...] = ()
    type_name = "?"
    _pyjury_original: RemoteError | None = None
    """The exception that this one stands for, where it is tamed."""

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        """As Python's own, by what it was made with; nobody is asked for it."""
        from .describe import describe

        args = [describe(each, 2000) for each in self.args]
        if isinstance(self, BaseExceptionGroup) and len(self.args) == 2:
            args[1] = describe(list(self.exceptions), 2000)
        return f"{self.type_name.rpartition('.')[2]}({', '.join(args)})"

    def __getattr__(self, name: str) -> Any:
        if name == "__notes__":
            raise AttributeError(name)
        from .connection import ask

        return ask("get", self, name)


class RemoteExceptionType(type):
    """An exception class of the submission: to be caught here, to be called and asked there."""

    def __call__(cls, /, *args: Any, **kwargs: Any) -> Any:
        from .connection import ask

        return ask("call", cls, args, kwargs)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from .connection import ask

        return ask("get", cls, name)


MIXED: dict[type, type] = {}


def raised_type(kind: type[BaseException]) -> type:
    """The class of what's raised here, for an exception of that class there."""
    if issubclass(kind, RemoteError):
        return kind
    if kind not in MIXED:
        MIXED[kind] = type(
            kind.__name__, (RemoteError, kind), {"__module__": kind.__module__, "__qualname__": kind.__qualname__}
        )
    return MIXED[kind]


def remote_class(module: str, name: str, bases: tuple) -> type:
    """A class for an exception class of the submission's own, under those bases."""
    body = {"__module__": module, "__qualname__": name, "type_name": name}
    short = name.rpartition(".")[2] or "?"
    for candidate in ((RemoteError, *bases), bases, (RemoteError, bases[0]), (RemoteError, Exception)):
        try:
            return RemoteExceptionType(short, candidate, body)
        except TypeError:
            continue
    raise ProtocolError("an exception class that can't be")


def remote_error(parts: list) -> BaseException:
    """The exception that those parts tell of."""
    if len(parts) != 9:
        raise ProtocolError("no exception")
    kind, arguments, message, notes, cause, context, suppressed, lines, members = parts
    if (
        not (isinstance(kind, type) and issubclass(kind, BaseException))
        or type(arguments) is not tuple
        or type(message) is not str
        or type(notes) is not list
        or not all(type(note) is str for note in notes)
        or type(lines) is not tuple
        or not all(type(line) is tuple and [type(part) for part in line] == [str, int, str, str] for line in lines)
        or not all(error is None or isinstance(error, BaseException) for error in (cause, context))
    ):
        raise ProtocolError("no exception")
    made = raised_type(kind)
    try:
        if issubclass(kind, BaseExceptionGroup):
            if type(members) is not tuple:
                raise ProtocolError("a group without members")
            error = made.__new__(made, message.rpartition(" (")[0], members)
        else:
            error = made.__new__(made, *arguments)
    except (TypeError, ValueError):
        raise ProtocolError("an exception that can't be") from None
    if not isinstance(error, RemoteError):
        raise ProtocolError("an exception that can't be")
    if not issubclass(kind, BaseExceptionGroup):
        try:
            error.__init__(*arguments)  # type: ignore[misc]
        except Exception:
            pass
        error.args = arguments
    error.message = message
    error.type_name = kind.__qualname__
    error.lines = tuple(Line(*line) for line in lines)
    error.__cause__ = cause
    error.__context__ = context
    error.__suppress_context__ = suppressed is True
    for note in notes:
        error.add_note(note)
    return error


ENDING = ("StopIteration", "StopAsyncIteration", "GeneratorExit", "CancelledError")
MAY_END = ("next", "anext", "send", "throw", "close", "asend", "athrow", "aclose", "__next__", "__anext__")
"""Requests, and methods of generators, that end an iteration by such an exception as they should."""


def ends_silently(error: RemoteError) -> bool:
    """Whether a `for`, a map() or a task group of the grader's would take the exception for an end, and go on."""
    return any(each.__name__ in ENDING and each.__module__ in CALM for each in type(error).__mro__)


CALM = ("builtins", "asyncio.exceptions", "concurrent.futures._base")


def tamed(error: RemoteError) -> RemoteError:
    """An exception that is told and looks like the given one, and ends nothing; `raises` takes it for that one."""
    kind = type(error)
    made: RemoteError = type(kind.__name__, (RemoteError, Exception), {"__module__": kind.__module__})(*error.args)
    made.message, made.type_name, made.lines = error.message, error.type_name, error.lines
    made.__cause__, made.__context__ = error.__cause__, error.__context__
    made.__suppress_context__ = error.__suppress_context__
    made._pyjury_original = error
    for note in getattr(error, "__notes__", []):
        made.add_note(note)
    return made


def traceback_text(error: RemoteError) -> str:
    """The student's own lines, then the exception, as Python shows it."""
    shown = [f'  File "{at.file}", line {at.line}, in {at.function}\n    {at.source}' for at in error.lines]
    head = ["Traceback (most recent call last):", *shown] if shown else []
    last = f"{error.type_name}: {error.message}" if error.message else error.type_name
    return "\n".join([*head, last, *getattr(error, "__notes__", [])])
