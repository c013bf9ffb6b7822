"""Stand-ins for the grader's objects: real functions for its functions, objects that can do what its objects can."""

from __future__ import annotations

import sys

from pyjury_wire.errors import ProtocolError
from pyjury_wire.handles import CLASS, COROUTINE, PROTOCOLS, Handles, Kind, among, order_of

from .failures import Failures

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PLAIN, ASYNC, GENERATOR, ASYNC_GENERATOR = range(4)


class Mark:
    """Names an object of the grader in a request."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number


class ByHandle:
    """Crosses as a handle, even where the value is a plain one."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value


class Probe:
    """A stand-in for an object of the grader. Its type has the special methods that the object's type has."""

    __slots__ = ("_probe_mark", "__weakref__")
    _probe_mark: Mark


class SubmissionHandles(Handles):
    def __init__(self, failures: Failures) -> None:
        super().__init__()
        self.session: Any = None
        self.failures = failures
        self.functions: dict[int, int] = {}
        self.function_ids: dict[int, int] = {}
        self.probe_types: dict[int, type] = {}

    def foreign(self, value: object) -> int | None:
        kind = type(value)
        if kind is Mark:
            return value.number  # type: ignore[attr-defined]
        if among(Probe, order_of(kind)):
            return Probe._probe_mark.__get__(value).number  # type: ignore[attr-defined]
        number = self.functions.get(id(value))
        if number is None:
            number = self.exception_ids.get(id(value))
        if number is None:
            number = self.class_numbers.get(id(value))
        return number

    def refer(self, value: object, out: list[bytes]) -> tuple | None:
        if type(value) is ByHandle:
            inner = value.value
            theirs = self.foreign(inner)
            if theirs is None:
                return self.refer_object(inner, type(inner), out)
            value = inner
        theirs = self.exception_ids.get(id(value))
        if theirs is not None:
            parts = self.failures.parts(value)  # type: ignore[arg-type]
            return self.open(out, b"y", theirs, (parts[3], parts[4]))
        return super().refer(value, out)

    def exception_parts(self, error: BaseException) -> tuple:
        return self.failures.parts(error)

    def make_class(self, number: int, module: str, name: str, bases: tuple) -> type:
        return type(name.rpartition(".")[2] or "?", bases, {"__module__": module, "__qualname__": name})

    def make_exception(self, number: int, parts: list) -> BaseException:
        if len(parts) != 9 or not isinstance(parts[0], type) or not issubclass(parts[0], BaseException):
            raise ProtocolError("no exception")
        kind, arguments, _, notes, cause, _, _, _, members = parts
        if issubclass(kind, BaseExceptionGroup):
            error: BaseException = kind(parts[2], members)
        else:
            try:
                error = kind(*arguments)
            except Exception:
                error = kind.__new__(kind, *arguments)
        error.__cause__ = cause
        for note in notes:
            error.add_note(note)
        return error

    def make_function(self, number: int, parts: list) -> Any:
        if len(parts) != 7 or parts[0] not in MAKERS:
            raise ProtocolError("no function")
        shape, name, qualname, module, doc, annotations, parameters = parts
        function = MAKERS[shape](self.session, Mark(number))
        function.__name__, function.__qualname__, function.__module__ = name, qualname, module
        function.__doc__, function.__annotations__ = doc, annotations
        if parameters is not None and "inspect" in sys.modules:
            function.__signature__ = signature(parameters, annotations)
        self.functions[id(function)] = number
        self.function_ids[number] = id(function)
        return function

    def died(self, stub: Any) -> None:
        identity = self.function_ids.pop(stub.number, None)
        if identity is not None and self.functions.get(identity) == stub.number:
            del self.functions[identity]
        super().died(stub)

    def stand_in(self, number: int, kind: Kind) -> Any:
        mark = Mark(number)
        if kind.flags & COROUTINE:
            return drive(self.session, mark)
        made = self.probe_types.get(id(kind))
        if made is None:
            made = self.probe_types[id(kind)] = self.probe_type(kind)
        probe = object.__new__(made)
        Probe._probe_mark.__set__(probe, mark)  # type: ignore[attr-defined]
        return probe

    def probe_type(self, kind: Kind) -> type:
        session = self.session
        body: dict[str, Any] = {"__slots__": (), "__module__": kind.module}
        for name, flag in PROTOCOLS.items():
            if kind.flags & flag:
                body[name] = method(session, name)
        if kind.flags & CLASS:
            body["__instancecheck__"] = lambda self, value: session.request("isinstance", value, self)
            body["__subclasscheck__"] = lambda self, value: session.request("issubclass", value, self)
        if "__await__" in body:
            body["__await__"] = lambda self: drive(session, self).__await__()
        body["__getattr__"] = lambda self, name: session.request("get", self, name)
        body["__setattr__"] = lambda self, name, value: session.request("set", self, name, value)
        body["__repr__"] = lambda self: session.request("repr", self)
        return type(kind.name.rpartition(".")[2], (Probe,), body)


def method(session: Any, name: str) -> Any:
    return lambda self, /, *args, **kwargs: session.request("special", self, name, args, kwargs)


def signature(parameters: list, annotations: dict) -> Any:
    import inspect

    empty = inspect.Parameter.empty
    return inspect.Signature(
        [
            inspect.Parameter(name, kind, default=given[0] if given else empty, annotation=annotations.get(name, empty))
            for name, kind, given in parameters
        ],
        return_annotation=annotations.get("return", empty),
    )


def plain(session: Any, mark: Mark) -> Any:
    def probe(*args: Any, **kwargs: Any) -> Any:
        return session.request("call", mark, args, kwargs)

    return probe


def asynchronous(session: Any, mark: Mark) -> Any:
    async def probe(*args: Any, **kwargs: Any) -> Any:
        return await session.request("call", mark, args, kwargs)

    return probe


def generator(session: Any, mark: Mark) -> Any:
    def probe(*args: Any, **kwargs: Any) -> Any:
        return (yield from session.request("call", mark, args, kwargs))

    return probe


def asynchronous_generator(session: Any, mark: Mark) -> Any:
    async def probe(*args: Any, **kwargs: Any) -> Any:
        async for item in session.request("call", mark, args, kwargs):
            yield item

    return probe


MAKERS = {PLAIN: plain, ASYNC: asynchronous, GENERATOR: generator, ASYNC_GENERATOR: asynchronous_generator}


async def drive(session: Any, awaitable: Any) -> Any:
    """A coroutine that ends when the grader's awaitable has ended."""
    from .loops import tasks_of

    return await tasks_of(session).start(awaitable)
