"""What the submission may do with objects of the grader's that were given to it, and with nothing else.

It may call what is callable, use the special methods that the object's type has, and read public attributes of
plain objects; of functions, generators, modules and the like it reads none: those lead to the grader's globals.
"""

from __future__ import annotations

from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    CodeType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    MethodType,
    ModuleType,
    TracebackType,
)  # fmt: skip

from _functools import _lru_cache_wrapper, partial

from pyjury_wire.errors import ProtocolError
from pyjury_wire.handles import PROTOCOLS

from .clock import moved
from .probe import Recorder
from .remote import Remote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CLOSED = (
    FunctionType, MethodType, BuiltinFunctionType, GeneratorType, CoroutineType, AsyncGeneratorType, ModuleType, FrameType,
    CodeType, TracebackType, BaseException, Recorder, partial, _lru_cache_wrapper,
)  # fmt: skip
DRIVEN = ("send", "throw", "close", "asend", "athrow", "aclose")
NAMED = ("__name__", "__qualname__", "__doc__")


def operations() -> dict[str, Any]:
    return {
        "call": call,
        "special": special,
        "get": get,
        "set": put,
        "repr": lambda value: type(given(value)).__qualname__ + " of the grader",
        "isinstance": lambda value, kind: isinstance(value, given(kind)),
        "issubclass": lambda value, kind: issubclass(value, given(kind)),
        **{name: lazily(name) for name in ("spawn", "cancel", "pump")},
        "clock": moved,
    }


def given(value: Any) -> Any:
    """The value, if it is an object of the grader's that the submission holds."""
    from .connection import CONNECTION

    if CONNECTION.session is None or id(value) not in CONNECTION.session.handles.numbers or type(value) is Remote:
        raise ProtocolError("no object of the grader's")
    return value


def call(target: Any, args: tuple, kwargs: dict) -> Any:
    if type(args) is not tuple or type(kwargs) is not dict or not all(type(key) is str for key in kwargs):
        raise ProtocolError("no arguments")
    return given(target)(*args, **kwargs)


def special(value: Any, name: str, args: tuple, kwargs: dict) -> Any:
    if name not in PROTOCOLS or type(args) is not tuple or type(kwargs) is not dict:
        raise ProtocolError("no special method")
    return getattr(type(given(value)), name)(value, *args, **kwargs)


def get(value: Any, name: str) -> Any:
    given(value)
    if type(name) is not str:
        raise ProtocolError("no name")
    if isinstance(value, CLOSED):
        if name not in (DRIVEN if isinstance(value, (GeneratorType, CoroutineType, AsyncGeneratorType)) else NAMED):
            raise AttributeError(f"{name}: only its public face crosses")
    elif name.startswith("_") and name not in NAMED:
        raise AttributeError(f"{name}: only its public face crosses")
    return getattr(value, name)


def put(value: Any, name: str, new: Any) -> None:
    if name not in getattr(type(given(value)), "__pyjury_settable__", ()):
        raise AttributeError(f"{name} can't be set from here")
    setattr(value, name, new)


def function_parts(value: object, kind: type) -> tuple | None:
    """Shape, names, text, annotations and parameters of a function: a real function is made of them there."""
    if kind is Recorder:
        return (value.shape, value.__name__, value.__name__, "grader", None, {}, None)  # type: ignore[attr-defined]
    if kind is not FunctionType and kind is not MethodType:
        return None
    code = value.__code__  # type: ignore[attr-defined]
    flags = code.co_flags
    shape = 3 if flags & 0x200 else 1 if flags & 0x80 else 2 if flags & 0x20 else 0
    annotations = dict(value.__annotations__)  # type: ignore[attr-defined]
    return (
        shape, value.__name__, value.__qualname__, "grader", value.__doc__, annotations,  # type: ignore[attr-defined]
        parameters(value, kind is MethodType),
    )  # fmt: skip


def parameters(function: Any, bound: bool) -> list:
    """Name, kind and default (in a tuple, or none) of each parameter, as inspect numbers the kinds."""
    code = function.__code__
    names = code.co_varnames
    plain = names[: code.co_argcount]
    defaults = function.__defaults__ or ()
    first = len(plain) - len(defaults)
    found: list = [
        (name, 0 if place < code.co_posonlyargcount else 1, (defaults[place - first],) if place >= first else None)
        for place, name in enumerate(plain)
    ]
    rest = code.co_argcount + code.co_kwonlyargcount
    if code.co_flags & 4:
        found.append((names[rest], 2, None))
        rest += 1
    keywords = function.__kwdefaults__ or {}
    for name in names[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]:
        found.append((name, 3, (keywords[name],) if name in keywords else None))
    if code.co_flags & 8:
        found.append((names[rest], 4, None))
    return found[1:] if bound else found


def lazily(name: str) -> Any:
    def operation(*operands: Any) -> Any:
        from . import tasks

        return tasks.OPERATIONS[name](*operands)

    return operation
