"""Values as text for feedback: bounded in length and depth, and without asking the submission anything."""

from __future__ import annotations

from .outcomes import RemoteError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LENGTH = 400
DEPTH = 6
ITEMS = 20


def describe(value: Any, length: int = LENGTH) -> str:
    text = write(value, 0)
    return text if len(text) <= length else f"{text[: length * 2 // 3]} … {text[-length // 4 :]}"


def write(value: Any, depth: int) -> str:
    kind = type(value)
    if hasattr(kind, "_pyjury_text"):
        return kind._pyjury_text(value)
    if isinstance(value, RemoteError):
        made = repr(value)
        return made if str(value) in made or depth else f"{made}: {value}"
    if kind is str or kind is bytes or kind is bytearray:
        return repr(value) if len(value) <= LENGTH else f"{value[: LENGTH // 2]!r} … ({len(value)} long)"
    if kind is int and value.bit_length() > 2000:
        return f"<an integer of {value.bit_length()} bits>"
    if kind in BRACKETS:
        left, right = BRACKETS[kind]
        if depth >= DEPTH:
            return f"{left}…{right}"
        parts = []
        for place, item in enumerate(value):
            if place == ITEMS:
                parts.append(f"… ({len(value)} in all)")
                break
            text = write(item, depth + 1)
            parts.append(f"{text}: {write(value[item], depth + 1)}" if kind is dict else text)
        if not parts and kind in (set, frozenset):
            return f"{kind.__name__}()"
        if kind is tuple and len(value) == 1:
            parts.append("")
        return f"{left}{', '.join(parts)}{right}".replace(", )", ",)")
    if isinstance(value, type):
        return value.__qualname__
    if callable(value) and hasattr(value, "__name__"):
        return str(value.__name__)
    try:
        return repr(value)
    except Exception as error:
        return f"<{kind.__name__}: no text, {type(error).__name__}>"


BRACKETS = {list: "[]", tuple: "()", dict: "{}", set: "{}", frozenset: ("frozenset({", "})")}


def call_text(name: str, args: tuple, kwargs: dict) -> str:
    """name(1, 'x', key=None)"""
    parts = [describe(each, 120) for each in args] + [f"{key}={describe(each, 120)}" for key, each in kwargs.items()]
    return f"{name}({', '.join(parts)})"
