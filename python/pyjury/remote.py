"""Remote: an object of the submission, used like an ordinary one. Each use asks the submission.

What a Remote never does is to decide a comparison with a value of the grader's: `==` with anything that isn't a
Remote compares the copy of its built-in value, where it has one, and is False otherwise; `<` fails the case. The
object's own `__eq__` or `__lt__` are asked only between two Remotes, or by pyjury.ask.
"""

from __future__ import annotations

import operator

from pyjury_wire.errors import WireError
from pyjury_wire.handles import CLASS, Kind
from pyjury_wire.known import BASES

from .failure import Failure, own_failure
from .outcomes import RemoteError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SIMPLE = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
}
CLASS_BODY_ONLY = (
    "__module__",
    "__qualname__",
    "__classcell__",
    "__firstlineno__",
    "__static_attributes__",
    "__annotate_func__",
)


class Remote:
    __slots__ = ("_pyjury_number", "_pyjury_kind", "_pyjury_label", "__weakref__")

    def __new__(cls, name, bases, body, **keywords):
        """A class statement with a Remote as base: the class is made there, its functions stay here."""
        kept = {key: value for key, value in body.items() if key not in CLASS_BODY_ONLY}
        if "__classcell__" in body:
            raise TypeError(
                f"class {name}: super() without arguments can't reach a class of the submission; name the base"
            )
        made = ask("class", name, bases, kept, keywords)
        made._pyjury_label = name
        return made

    def __init__(self, *args, **keywords):
        pass

    def _pyjury_text(self):
        return self._pyjury_label or f"<{self._pyjury_kind.name} #{self._pyjury_number}>"

    def __call__(self, /, *args, **kwargs):
        try:
            result = ask("call", self, args, kwargs)
        except Exception as error:
            CONNECTION.calls.called(Remote._pyjury_text(self), args, kwargs, error, True)
            raise
        CONNECTION.calls.called(Remote._pyjury_text(self), args, kwargs, result, False)
        return result

    def __getattr__(self, name):
        result = ask("get", self, name)
        if type(result) is Remote and result._pyjury_label is None:
            result._pyjury_label = f"{Remote._pyjury_text(self)}.{name}"
        return caught_there(result)

    def __setattr__(self, name, value):
        if name == "_pyjury_label":
            SET_LABEL(self, value)
            return
        ask("set", self, name, value)

    def __delattr__(self, name):
        ask("del", self, name)

    def __getitem__(self, key):
        return ask("item", self, key)

    def __setitem__(self, key, value):
        ask("setitem", self, key, value)

    def __delitem__(self, key):
        ask("delitem", self, key)

    def __contains__(self, value):
        return ask("contains", self, value) is True

    def __eq__(self, other):
        if self is other:
            return True
        if type(other) is Remote:
            return ask("binary", "eq", self, other) is True
        return base(self) == other if self._pyjury_kind.base else NotImplemented

    def __ne__(self, other):
        if self is other:
            return False
        if type(other) is Remote:
            return ask("binary", "ne", self, other) is True
        return base(self) != other if self._pyjury_kind.base else NotImplemented

    def __hash__(self):
        return exact(ask("unary", "hash", self), int)

    def __bool__(self):
        return exact(ask("unary", "bool", self), bool)

    def __len__(self):
        return exact(ask("unary", "len", self), int)

    def __str__(self):
        return exact(ask("unary", "str", self), str)

    def __repr__(self):
        return exact(ask("unary", "repr", self), str)

    def __format__(self, spec):
        return exact(ask("format", self, spec), str)

    def __bytes__(self):
        return exact(ask("unary", "bytes", self), bytes)

    def __int__(self):
        return exact(ask("unary", "int", self), int)

    def __float__(self):
        return exact(ask("unary", "float", self), float)

    def __complex__(self):
        return exact(ask("unary", "complex", self), complex)

    def __index__(self):
        return exact(ask("unary", "index", self), int)

    def __dir__(self):
        return ask("unary", "dir", self)

    def __iter__(self):
        return ask("unary", "iter", self)

    def __next__(self):
        return ask("unary", "next", self)

    def __reversed__(self):
        return ask("unary", "reversed", self)

    def __round__(self, *digits):
        return ask("round", self, *digits)

    def __divmod__(self, other):
        return ask("binary", "divmod", self, other)

    def __enter__(self):
        return ask("unary", "enter", self)

    def __exit__(self, kind, error, trace):
        return leave("exit", self, kind, error)

    def __instancecheck__(self, value):
        return ask("isinstance", value, self) is True

    def __subclasscheck__(self, value):
        return ask("issubclass", value, self) is True

    def __mro_entries__(self, bases):
        return (self,)

    def __await__(self):
        from .tasks import await_remote

        return await_remote(self)

    def __aiter__(self):
        return ask("unary", "aiter", self)

    def __anext__(self):
        return ask("unary", "anext", self)

    def __aenter__(self):
        return ask("unary", "aenter", self)

    async def __aexit__(self, kind, error, trace):
        result = leave("aexit", self, kind, error)
        if type(result) is Remote:
            result = await result
        return bool(result) and not own_failure(error) and not isinstance(error, WireError)

    __doc__ = property(lambda self: ask("get", self, "__doc__"))
    __module__ = property(lambda self: ask("get", self, "__module__"))  # type: ignore[assignment]


SET_LABEL = Remote.__dict__["_pyjury_label"].__set__
SET_NUMBER = Remote.__dict__["_pyjury_number"].__set__
SET_KIND = Remote.__dict__["_pyjury_kind"].__set__


def binary(name, swapped=False):
    def operate(self, other):
        return ask("binary", name, other, self) if swapped else ask("binary", name, self, other)

    return operate


def ordering(name):
    def compare(self, other):
        if type(other) is Remote:
            return ask("binary", name, self, other) is True
        if self._pyjury_kind.base:
            return SIMPLE[name](base(self), other)
        raise Failure(f"{Remote._pyjury_text(self)} came where a plain value was expected, to be compared by {name}")

    return compare


for each in ("lt", "le", "gt", "ge"):
    setattr(Remote, f"__{each}__", ordering(each))
for each in "add sub mul matmul truediv floordiv mod pow lshift rshift and or xor".split():
    there = each + "_" if each in ("and", "or") else each
    setattr(Remote, f"__{each}__", binary(there))
    setattr(Remote, f"__r{each}__", binary(there, swapped=True))
    setattr(Remote, f"__i{each}__", binary("i" + each))
for each in ("neg", "pos", "abs", "invert"):
    setattr(Remote, f"__{each}__", lambda self, name=each: ask("unary", name, self))


def new_remote(number: int, kind: Kind) -> Remote:
    made = object.__new__(Remote)
    SET_NUMBER(made, number)
    SET_KIND(made, kind)
    SET_LABEL(made, None)
    return made


def is_class(value: Any) -> bool:
    return type(value) is Remote and bool(value._pyjury_kind.flags & CLASS)


def exact(value: Any, kind: type) -> Any:
    """What the protocol of len() and its like must give. A hostile submission may give something else."""
    if type(value) is not kind:
        raise Failure(f"a {kind.__name__} was expected, {type(value).__name__} came")
    return value


def base(value: Remote) -> Any:
    """A copy of the built-in value of an object whose type is, or is made from, a built-in one."""
    return exact(ask("base", value), BASES[value._pyjury_kind.base - 1])


def caught_there(value: Any) -> Any:
    """An attribute, fit for `except submission.Broke`: AssertionError, and what is above it, catches whatever the
    submission raises, and never the case's own assertions; in a tuple too."""
    if type(value) is tuple:
        return tuple(map(caught_there, value)) if any(map(catches_ours, value)) else value
    return RemoteError if catches_ours(value) else value


def catches_ours(value: Any) -> bool:
    return value is AssertionError or value is Exception or value is BaseException


def leave(operation: str, manager: Remote, kind: Any, error: BaseException | None) -> Any:
    if isinstance(error, WireError):
        return False
    if own_failure(error):
        result = ask(operation, manager, AssertionError, AssertionError())
        return False if operation == "exit" else result
    CONNECTION.shown = error
    CONNECTION.suppressed = CONNECTION.suppressed or error is not None
    result = ask(operation, manager, kind, error)
    return bool(result) if operation == "exit" else result


from .connection import CONNECTION, ask  # noqa: E402  connection needs Remote
