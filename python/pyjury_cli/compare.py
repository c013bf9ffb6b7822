"""Ways to compare what came with what was expected. Each raises `Wrong` with the first difference."""

import math
from collections import Counter
from typing import Any

from .problem import Wrong
from .seen import json_of, text_of

SHOWN = 200
DEEPEST = 200


def exact(name: str, expected: bytes, got: bytes, tolerance: float) -> None:
    """Every byte."""
    if expected != got:
        first = next((n for n, (one, other) in enumerate(zip(expected, got)) if one != other), min(len(expected), len(got)))
        line = expected.count(b"\n", 0, first) + 1
        raise Wrong(f"{name}, line {line}: expected {shown(expected[first:])}, got {shown(got[first:])}")


def lines(name: str, expected: bytes, got: bytes, tolerance: float) -> None:
    """Line by line; blanks at the end of a line, and empty lines at the end, don't count."""
    wanted, found = lines_of(text_of(expected, name)), lines_of(text_of(got, name))
    for number, (one, other) in enumerate(zip(wanted, found), 1):
        if one != other:
            raise Wrong(f"{name}, line {number}: expected {shown(one)}, got {shown(other)}")
    if len(wanted) != len(found):
        more, less = (wanted, found) if len(wanted) > len(found) else (found, wanted)
        line = shown(more[len(less)])
        which = f"expected {line}, got no more lines" if more is wanted else f"expected no more lines, got {line}"
        raise Wrong(f"{name}, line {len(less) + 1}: {which}")


def unordered(name: str, expected: bytes, got: bytes, tolerance: float) -> None:
    """The same lines, in any order; empty ones don't count."""
    wanted, found = (Counter(filter(None, lines_of(text_of(data, name)))) for data in (expected, got))
    for line in wanted - found:
        raise Wrong(f"{name}: expected the line {shown(line)}, got none or fewer of it")
    for line in found - wanted:
        raise Wrong(f"{name}: the line {shown(line)} is there too often")


def tokens(name: str, expected: bytes, got: bytes, tolerance: float) -> None:
    """What stands between blanks; numbers within the tolerance."""
    wanted, found = text_of(expected, name).split(), text_of(got, name).split()
    for number, (one, other) in enumerate(zip(wanted, found), 1):
        if one != other and not close(number_of(one), number_of(other), tolerance):
            raise Wrong(f"{name}, word {number}: expected {shown(one)}, got {shown(other)}")
    if len(wanted) != len(found):
        raise Wrong(f"{name}: expected {len(wanted)} words, got {len(found)}")


def json(name: str, expected: bytes, got: bytes, tolerance: float) -> None:
    """The same value; the order of keys doesn't count, and 1 is 1.0."""
    same(name, "", json_of(expected, name), json_of(got, name), tolerance, 0)


def same(name: str, path: str, expected: Any, got: Any, tolerance: float, depth: int) -> None:
    where = f"{name}{path and ', at '}{path}"
    if depth > DEEPEST:
        raise Wrong(f"{where}: nested too deeply")
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


WAYS = {"exact": exact, "lines": lines, "unordered": unordered, "tokens": tokens, "json": json}


def alike(one: Any, other: Any) -> bool:
    """The same value of the same kind: True isn't 1, but 1 is 1.0."""
    return isinstance(one, bool) == isinstance(other, bool) and one == other


def number_in(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return math.nan
    return number_of(str(value))


def number_of(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def close(one: float, other: float, tolerance: float) -> bool:
    return tolerance > 0 and (one == other or abs(one - other) <= tolerance * max(1.0, abs(one)))


def lines_of(text: str) -> list[str]:
    found = [line.rstrip() for line in text.split("\n")]
    while found and not found[-1]:
        found.pop()
    return found


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
