"""The grader of cli mode without one guard: for tests that show what each is worth. Never shipped.

The judge carries the harness, and lays it out in a folder of its own; there the tests put this beside it, and have its
entry call one of the functions first (real.py).
"""

import dataclasses
import json

import pyjury_cli.patience as bounds
from pyjury_cli import compare, judging, report, seen


def replace(name: str, function: object) -> None:
    """Wherever it was imported, and in the ways to compare."""
    old = getattr(seen, name)
    for module in (compare, judging, seen):
        if hasattr(module, name):
            setattr(module, name, function)
    for key, way in compare.WAYS.items():
        if way.read is old:
            compare.WAYS[key] = way._replace(read=function)


def json_of_python(data: bytes, name: str) -> object:
    return json.loads(data)


def whole() -> None:
    """A text need only have what is expected in it."""

    def differ(name: str, expected: object, got: object, tolerance: float) -> None:
        if set(expected) - set(got):
            raise judging.Wrong(name)

    for way in ("lines", "unordered"):
        compare.WAYS[way] = compare.WAYS[way]._replace(differ=differ)


def finite() -> None:
    """Near is what differs by a share of what is expected, whatever that is."""
    compare.number_of = float
    compare.close = lambda one, other, tolerance: abs(one - other) <= tolerance * max(1.0, abs(one))


def truth() -> None:
    """Equal is what Python says is equal."""
    compare.alike = lambda one, other: one == other


def grammar() -> None:
    """JSON is what Python reads as that."""
    replace("json_of", json_of_python)


def kinds() -> None:
    """What is no file is read as if it were one: there is nothing in it."""
    file = seen.Seen.file
    seen.Seen.file = lambda self, path: b"" if path in self.others else file(self, path)


def named() -> None:
    """stdout and stderr are always those of the command."""
    file = seen.Seen.file
    seen.Seen.file = lambda self, path: getattr(self, path) if path in ("stdout", "stderr") else file(self, path)


def cut() -> None:
    """What was looked at is all that there is."""
    read = judging.read_seen
    judging.read_seen = lambda *arguments: dataclasses.replace(read(*arguments), cut=False)


def only() -> None:
    """Other files don't matter."""
    judging.Judging.check_nothing_else = lambda self, found, files: None


def patience() -> None:
    """Comparing takes as long as it takes."""
    bounds.Patience.spend = lambda self, name, line, comparing: comparing(lambda: None)


def blame() -> None:
    """What can't be read is an exception like others."""
    replace("text_of", lambda data, name: data.decode())
    replace("json_of", json_of_python)
    replace("shown", repr)
    seen.Seen.file = lambda self, path: self.files[path]


def told() -> None:
    """Nothing is judged: the report tells the case as the grader is given it."""

    def tell(case: str, came: str) -> dict[str, object]:
        with open(case, encoding="utf-8") as file:
            return {"outcome": "failed", "score": 0.0, "jury": file.read()}

    judging.judge = tell
    report.TEXT = 1 << 20
