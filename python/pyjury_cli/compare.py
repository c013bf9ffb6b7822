"""Ways to compare what came with what was expected. Each raises `Wrong` with the first difference.

What came is hostile: every way takes a time and a memory that grow with it, and no more.
"""

import math
import re
from collections import Counter
from typing import Any, Callable, NamedTuple

from .problem import PackageError, Wrong
from .seen import json_of, shown, text_of

DEEPEST = 200
# Of ASCII alone: a blank of another script is a letter that shows nothing.
BLANKS = " \t\r\v\f"
# As programs print them. float() takes more: 1_000, the digits of other scripts, infinity.
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Way(NamedTuple):
    """How a text is read, which says `Wrong` of one that isn't of this kind; and how two that were read differ."""

    read: Callable[[bytes, str], Any]
    differ: Callable[[str, Any, Any, float], None]


def exact(name: str, expected: bytes, got: bytes, tolerance: float) -> None:
    """Every byte."""
    if expected != got:
        first = next((n for n, (one, other) in enumerate(zip(expected, got)) if one != other), min(len(expected), len(got)))
        line = expected.count(b"\n", 0, first) + 1
        raise Wrong(f"{name}, line {line}: expected {shown(expected[first:])}, got {shown(got[first:])}")


def lines(name: str, expected: list[str], got: list[str], tolerance: float) -> None:
    """Line by line; blanks at the end of a line, and empty lines at the end, don't count."""
    for number, (one, other) in enumerate(zip(expected, got), 1):
        if one != other:
            raise Wrong(f"{name}, line {number}: expected {shown(one)}, got {shown(other)}")
    if len(expected) != len(got):
        more, less = (expected, got) if len(expected) > len(got) else (got, expected)
        line = shown(more[len(less)])
        which = f"expected {line}, got no more lines" if more is expected else f"expected no more lines, got {line}"
        raise Wrong(f"{name}, line {len(less) + 1}: {which}")


def unordered(name: str, expected: Counter[str], got: Counter[str], tolerance: float) -> None:
    """The same lines, in any order; empty ones don't count."""
    for line in expected - got:
        raise Wrong(f"{name}: expected the line {shown(line)}, got none or fewer of it")
    for line in got - expected:
        raise Wrong(f"{name}: the line {shown(line)} is there too often")


def tokens(name: str, expected: list[str], got: list[str], tolerance: float) -> None:
    """What stands between blanks; numbers within the tolerance."""
    for number, (one, other) in enumerate(zip(expected, got), 1):
        if one != other and not close(number_of(one), number_of(other), tolerance):
            raise Wrong(f"{name}, word {number}: expected {shown(one)}, got {shown(other)}")
    if len(expected) != len(got):
        raise Wrong(f"{name}: expected {len(expected)} words, got {len(got)}")


def json(name: str, expected: Any, got: Any, tolerance: float) -> None:
    """The same value; the order of keys doesn't count, and 1 is 1.0."""
    same(name, "", expected, got, tolerance, 0)


def same(name: str, path: str, expected: Any, got: Any, tolerance: float, depth: int) -> None:
    where = f"{name}{path and ', at '}{path}"
    if depth > DEEPEST:
        # Both are: what is expected has as many levels as are looked at.
        raise PackageError(f"{name}: expected JSON of at most {DEEPEST} levels, got more; write a checker")
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in expected.keys() - got.keys():
            raise Wrong(f"{where}: expected the key {shown(key)}, got none")
        for key in got.keys() - expected.keys():
            raise Wrong(f"{where}: expected no key {shown(key)}, got one")
        for key, value in expected.items():
            same(name, f"{path}.{key}" if path else key, value, got[key], tolerance, depth + 1)
    elif isinstance(expected, list) and isinstance(got, list):
        if len(expected) != len(got):
            raise Wrong(f"{where}: expected a list of {len(expected)}, got one of {len(got)}")
        for index, (one, other) in enumerate(zip(expected, got)):
            same(name, f"{path}[{index}]", one, other, tolerance, depth + 1)
    elif not (alike(expected, got) or close(number_in(expected), number_in(got), tolerance)):
        raise Wrong(f"{where}: expected {shown(expected)}, got {shown(got)}")


def alike(one: Any, other: Any) -> bool:
    """The same value of the same kind: True isn't 1, but 1 is 1.0."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def number_in(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.nan


def number_of(text: str) -> float:
    return float(text) if NUMBER.fullmatch(text) else math.nan


def close(one: float, other: float, tolerance: float) -> bool:
    """Within the tolerance of the first. Nothing is near to what is no number, nor to an infinity: any share of one is all."""
    finite = math.isfinite(one) and math.isfinite(other)
    return finite and tolerance > 0 and abs(one - other) <= tolerance * max(1.0, abs(one))


def whole(data: bytes, name: str) -> bytes:
    return data


def lines_of(data: bytes, name: str) -> list[str]:
    found = [line.rstrip(BLANKS) for line in text_of(data, name).split("\n")]
    while found and not found[-1]:
        found.pop()
    return found


def counted_lines_of(data: bytes, name: str) -> Counter[str]:
    return Counter(filter(None, lines_of(data, name)))


def words_of(data: bytes, name: str) -> list[str]:
    text_of(data, name)
    return [word.decode() for word in data.split()]


WAYS = {
    "exact": Way(whole, exact),
    "lines": Way(lines_of, lines),
    "unordered": Way(counted_lines_of, unordered),
    "tokens": Way(words_of, tokens),
    "json": Way(json_of, json),
}


def way_of(compare: str | None, expected: bytes) -> Way:
    """The way that a rule asks for. What is no text, such as a picture in a tree, is compared byte by byte if it says nothing."""
    if compare is None:
        try:
            expected.decode()
        except UnicodeDecodeError:
            return WAYS["exact"]
    return WAYS[compare or "lines"]
