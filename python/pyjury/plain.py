"""From the submission's objects to the grader's own values, and back."""

from __future__ import annotations

import operator

from pyjury_wire.limits import TAKEN_ITEMS

from . import connection
from .failure import Failure
from .outcomes import RemoteError, RemoteExceptionType
from .remote import Remote, base

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

NAMES = {getattr(operator, name): name for name in "lt le eq ne gt ge".split()}
DEPTH = 50


def plain(value: Any) -> Any:
    """A copy of the grader's own, of a list, dictionary or other built-in value that lives with the submission.

    Subclasses are taken by their base value, at any depth; what has none fails the case.
    """
    return copy(value, 0)


def copy(value: Any, depth: int) -> Any:
    if depth > DEPTH:
        raise Failure(f"nested deeper than {DEPTH}")
    kind = type(value)
    if kind is Remote:
        if not value._pyjury_kind.base:
            raise Failure(f"{Remote._pyjury_text(value)} came where a plain value was expected")
        return copy(base(value), depth + 1)
    if kind in (list, tuple, set, frozenset):
        return kind(copy(item, depth + 1) for item in value)
    if kind is dict:
        return {copy(key, depth + 1): copy(item, depth + 1) for key, item in value.items()}
    return value


def share(value: Any) -> Any:
    """Send a value once and keep it there: the submission changes it, and the grader sees that (with plain)."""
    return connection.ask("share", value)


def live(value: Any, name: str) -> Any:
    """An attribute as it lives there, where it would come as a copy: live(account, "history").clear()"""
    return connection.ask("live", value, name)


def take(iterable: Any, count: int) -> list:
    """The first items of something that may have no end. Of a Remote, in one request."""
    if type(iterable) is not Remote:
        iterator = iter(iterable)
        return [item for _, item in zip(range(count), iterator)]
    if count > TAKEN_ITEMS:
        raise ValueError(f"at most {TAKEN_ITEMS} items at once")
    items = connection.ask("take", iter(iterable), count)
    if type(items) is not list or len(items) > count:
        raise Failure(f"at most {count} items were expected")
    return items


def ask(operation: Callable[..., Any], *operands: Any) -> Any:
    """Let the submission's own methods decide: ask(operator.eq, money, 5) is what `money == 5` is over there."""
    if operation not in NAMES:
        raise ValueError("ask knows lt, le, eq, ne, gt and ge of the operator module")
    return connection.ask("binary", NAMES[operation], *operands)


def type_of(value: Any) -> Any:
    """The type of an object of the submission: a Remote class, or the built-in type or exception class that it is."""
    theirs = type(value) is Remote or isinstance(value, (RemoteError, RemoteExceptionType))
    return connection.ask("type", value) if theirs else type(value)
