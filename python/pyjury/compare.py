"""Comparisons by the grader's own rules, on the grader's own copies.

exact     equal values: 2 and 2.0 are equal, True and 1 aren't, a list is no tuple; a subclass counts as its base value;
          NaN equals NaN; the order of dictionaries doesn't matter
strict    as exact, and the same types: 2 isn't 2.0, no subclasses, 0.0 isn't -0.0, the order of dictionaries matters
approx    as exact, but numbers may differ by `relative` of the expected one or by `absolute`, at any depth
set       the same values, whatever their order and however often; of any iterables
any_order the same values equally often, whatever their order; of any iterables
"""

from __future__ import annotations

import math

from .describe import describe
from .failure import Failure
from .outcomes import RemoteError
from .remote import Remote, base

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NUMBERS = (int, float, complex)
DEPTH = 300
PAIRS = 5_000_000


class Rule:
    """How to compare, and what numbers may differ by."""

    __slots__ = ("kind", "relative", "absolute")

    def __init__(self, kind: str = "exact", relative: float = 0.0, absolute: float = 0.0) -> None:
        self.kind = kind
        self.relative = relative
        self.absolute = absolute


class Difference:
    """Where two values first differ, and how, with and without telling what was expected."""

    __slots__ = ("path", "text", "closed")

    def __init__(self, path: str, text: str, closed: str) -> None:
        self.path = path
        self.text = text
        self.closed = closed

    def message(self) -> str:
        return f"at {self.path}: {self.text}" if self.path else self.text


EXACT = Rule()


def difference(came: Any, expected: Any, rule: Rule = EXACT) -> Difference | None:
    """The first difference, or None."""
    if rule.kind in ("set", "any_order"):
        return unordered(came, expected, rule.kind == "set")
    stack: list[tuple[Any, Any, Any]] = [(came, expected, None)]
    seen: set[tuple[int, int]] = set()
    alive: list = []
    pairs = 0
    while stack:
        left, right, path = stack.pop()
        pairs += 1
        if pairs > PAIRS:
            raise Failure(f"more than {PAIRS} values to compare")
        if type(left) is Remote and left is not right and type(right) is not Remote and rule.kind != "strict":
            left = based(left)
            alive.append(left)
        if type(left) is Remote or type(right) is Remote:
            if left is not right:
                return differs(path, left, right)
            continue
        wrong = leaf(left, right, rule)
        if wrong:
            return differs(path, left, right)
        kind = container(right)
        if kind is None:
            continue
        if (id(left), id(right)) in seen:
            continue
        seen.add((id(left), id(right)))
        if kind is dict:
            if rule.kind == "strict" and list(left) != list(right):
                return Difference(
                    where(path),
                    f"expected keys in the order {describe(list(right))}, came {describe(list(left))}",
                    "keys in another order",
                )
            if rule.kind == "strict":
                stack.extend((came_key, key, path) for came_key, key in zip(left, right))
            have, want = keys(left, right), keys(right, left)
            for key, each in want.items():
                if key not in have:
                    return Difference(
                        where(path), f"expected a key {describe(each)}, came {describe(left)}", "a key is missing"
                    )
            for key, each in have.items():
                if key not in want:
                    return Difference(
                        where(path), f"came a key {describe(each)} that wasn't expected", "a key that wasn't expected"
                    )
            stack.extend((left[key], right[key], (path, key)) for key in reversed(list(right)))
        elif kind is set:
            missing = unordered(left, right, True, rule.kind == "strict")
            if missing:
                return Difference(where(path), missing.text, missing.closed)
        else:
            if len(left) != len(right):
                return Difference(
                    where(path),
                    f"expected {len(right)} items, came {len(left)}: expected {describe(right)}, came {describe(left)}",
                    f"{len(left)} items came, another number was expected",
                )
            stack.extend((left[place], right[place], (path, place)) for place in range(len(left) - 1, -1, -1))
    return None


def keys(mapping: dict, other: dict) -> dict:
    """The keys by themselves; or, where either has keys for which `==` doesn't do (1 == True), by what is equal just where
    they're exactly equal."""
    if any(type(key) in (bool, tuple, frozenset) for each in (mapping, other) for key in each):
        return {canonical(key, 0): key for key in mapping}
    return {key: key for key in mapping}


def based(value: Remote) -> Any:
    """The base value of a subclass's object, or the object itself."""
    return base(value) if value._pyjury_kind.base else value


def container(value: Any) -> type | None:
    for kind in (list, tuple, dict, set):
        if isinstance(value, kind):
            return kind
    return set if isinstance(value, frozenset) else sequence(value)


def sequence(value: Any) -> type | None:
    return list if type(value).__name__ == "deque" else None


def leaf(left: Any, right: Any, rule: Rule) -> bool:
    """Whether the two differ, apart from their parts."""
    if rule.kind == "strict" and type(left) is not type(right):
        return True
    if isinstance(left, bool) or isinstance(right, bool):
        return left is not right
    if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        return not numbers_agree(left, right, rule)
    family = container(right)
    if family is not None:
        return container(left) is not family or (
            family is list and sequence(left) is not sequence(right) and rule.kind == "strict"
        )
    if isinstance(right, RemoteError) or isinstance(left, RemoteError):
        return left is not right
    if isinstance(right, BaseException):
        return type(left) is not type(right) or left.args != right.args
    for plain in (str, bytes, bytearray):
        if isinstance(right, plain):
            return not isinstance(left, plain) or left != right
    if rule.kind == "approx" and type(left) is type(right) and hasattr(right, "__float__"):
        return not numbers_agree(float(left), float(right), rule)
    return not bool(left == right)


def numbers_agree(left: Any, right: Any, rule: Rule) -> bool:
    wide = isinstance(left, complex) or isinstance(right, complex)
    if wide and rule.kind != "approx":
        return same_number(complex(left).real, complex(right).real, rule) and same_number(
            complex(left).imag, complex(right).imag, rule
        )
    if rule.kind != "approx":
        return same_number(left, right, rule)
    if left == right or (left != left and right != right):
        return True
    try:
        if any(math.isinf(part) for each in (left, right) for part in (each.real, each.imag)):  # near to nothing
            return False
        return abs(left - right) <= max(rule.relative * abs(right), rule.absolute)
    except OverflowError:
        return False


def same_number(left: Any, right: Any, rule: Rule) -> bool:
    if left != left and right != right:
        return True
    if left != right:
        return False
    return rule.kind != "strict" or left != 0 or math.copysign(1, left) == math.copysign(1, right)


def differs(path: Any, left: Any, right: Any) -> Difference:
    came, expected = describe(left), describe(right)
    if came == expected or type(left) is not type(right):
        came, expected = f"{came} ({kind_name(left)})", f"{expected} ({kind_name(right)})"
    return Difference(where(path), f"expected {expected}, came {came}", f"came {came}, something else was expected")


def kind_name(value: Any) -> str:
    return f"a {value._pyjury_kind.name} of the submission" if type(value) is Remote else type(value).__name__


def where(path: Any) -> str:
    parts: list[str] = []
    while path is not None and len(parts) < 30:
        path, step = path
        parts.append(f"[{describe(step, 60)}]")
    return "".join(reversed(parts))


def unordered(came: Any, expected: Any, once: bool, strict: bool = False) -> Difference | None:
    """Compare as sets, or as sets that count."""
    have, want = counted(came, strict), counted(expected, strict)
    for key, (value, count) in want.items():
        if key not in have or (not once and have[key][1] != count):
            often = "" if key not in have else f" {count} times"
            return Difference(
                "", f"expected {describe(value)}{often} among what came: {describe(came)}", "something is missing"
            )
    for key, (value, count) in have.items():
        if key not in want:
            return Difference(
                "", f"came {describe(value)}, which wasn't expected", f"came {describe(value)}, which wasn't expected"
            )
    return None


def counted(values: Any, strict: bool) -> dict[Any, tuple[Any, int]]:
    if type(values) is Remote:
        from .plain import take

        values = based(values) if values._pyjury_kind.base else take(values, 100_000)
    try:
        items = list(values)
    except TypeError:
        raise Failure(f"an iterable was expected, {describe(values)} came") from None
    found: dict[Any, tuple[Any, int]] = {}
    for item in items:
        key = canonical(item, 0, strict)
        found[key] = (item, found[key][1] + 1 if key in found else 1)
    return found


def canonical(value: Any, depth: int, strict: bool = False) -> Any:
    """Something hashable that is equal just where the values are exactly equal; with `strict`, and of the same type."""
    if depth > DEPTH:
        raise Failure(f"nested deeper than {DEPTH}, so it can't be compared without order")
    if type(value) is Remote:
        value = based(value)
        if type(value) is Remote:
            return ("remote", id(value))
    if isinstance(value, bool):
        return ("bool", bool(value))
    if isinstance(value, NUMBERS):
        return (type(value).__name__ if strict else "number", "nan" if value != value else value)
    if isinstance(value, (list, tuple)):
        name = "list" if isinstance(value, list) else "tuple"
        return (name, tuple(canonical(item, depth + 1, strict) for item in value))
    if isinstance(value, dict):
        pairs = [
            (canonical(key, depth + 1, strict), canonical(item, depth + 1, strict)) for key, item in value.items()
        ]
        return ("dict", frozenset(pairs))
    if isinstance(value, (set, frozenset)):
        return ("set", frozenset(canonical(item, depth + 1, strict) for item in value))
    if isinstance(value, bytearray):
        return ("bytearray", bytes(value))
    try:
        hash(value)
    except TypeError:
        return (type(value).__name__, id(value))
    return (type(value).__name__, value)


def equal(
    came: Any,
    expected: Any,
    *,
    strict: bool = False,
    approx: bool = False,
    relative: float = 1e-6,
    absolute: float = 1e-9,
) -> bool:
    """True, or the case fails with the place and the kind of the first difference."""
    rule = Rule("strict") if strict else Rule("approx", relative, absolute) if approx else EXACT
    found = difference(came, expected, rule)
    if found is not None:
        raise Failure(found.message())
    return True


def same_items(came: Any, expected: Any, *, once: bool = False) -> bool:
    """True if both hold the same values in any order; with `once` it doesn't matter how often."""
    found = unordered(came, expected, once)
    if found is not None:
        raise Failure(found.message())
    return True


class Approx:
    """approx(3.14, relative=1e-6): equal to numbers near by; of lists, tuples and dictionaries, at any depth."""

    def __init__(self, expected: Any, *, relative: float = 1e-6, absolute: float = 1e-9) -> None:
        self.expected = expected
        self.rule = Rule("approx", relative, absolute)

    def __eq__(self, came: object) -> bool:
        return difference(came, self.expected, self.rule) is None

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"about {describe(self.expected)}"
