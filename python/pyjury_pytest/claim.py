"""The claim: what an attempt says of its test, and how the keeper reads it."""

import json
from dataclasses import dataclass, field
from typing import Any

LARGEST = 128 << 10
OUTCOMES = ("passed", "failed", "error", "skipped")
MOST_FRAMES = 20


@dataclass(frozen=True)
class Frame:
    file: str
    line: int
    function: str
    source: str

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "line": self.line, "function": self.function, "source": self.source}


@dataclass(frozen=True)
class Claim:
    outcome: str
    exception: str = ""
    message: str = ""
    file: str = ""
    """Where in the suite the test ended, relative to its folder."""
    line: int = 0
    frames: tuple[Frame, ...] = ()
    """The submission's own frames, the innermost last."""
    details: dict[str, Any] = field(default_factory=dict)
    """What tests mode adds: the outcomes of single tests, and the lines that ran."""


def read_claim(data: bytes, token: str) -> Claim | str:
    """The one claim in `data`, or why there is none. `data` comes from a hostile peer."""
    if not data:
        return "the test's process ended without a result"
    if len(data) > LARGEST:
        return "the test's result is too long"
    lines = data.split(b"\n")
    if len(lines) != 2 or lines[1]:
        return "the test's process gave more than one result"
    try:
        document = json.loads(lines[0])
        if document["token"] != token or document["outcome"] not in OUTCOMES:
            return "the test's result is not genuine"
        return Claim(
            outcome=document["outcome"],
            exception=_text(document.get("exception", ""), 200),
            message=_text(document.get("message", ""), 8000),
            file=_text(document.get("file", ""), 500),
            line=int(document.get("line", 0)),
            frames=tuple(
                Frame(_text(f[0], 300), int(f[1]), _text(f[2], 200), _text(f[3], 300))
                for f in document.get("frames", ())[:MOST_FRAMES]
            ),
            details=document.get("details") or {},
        )
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError):
        return "the test's result can't be read"


def _text(value: Any, limit: int) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value[:limit].encode("utf-8", "replace").decode()
