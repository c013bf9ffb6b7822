"""The last calls of a case, for its feedback."""

from __future__ import annotations

from _collections import deque

from .describe import call_text, describe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

KEPT = 12
PLAIN = {int, float, str, bool, type(None), bytes, list, tuple, dict, set}


class Calls:
    """Kept as they were made, written out only when a case fails. Remotes are kept by their names: a log holds none."""

    def __init__(self) -> None:
        self.kept: deque[tuple[str, tuple, dict, Any, bool]] = deque(maxlen=KEPT)
        self.count = 0

    def called(self, name: str, args: tuple, kwargs: dict, result: Any, failed: bool) -> None:
        self.count += 1
        self.kept.append(
            (name, tuple(map(short, args)), {key: short(each) for key, each in kwargs.items()}, short(result), failed)
        )

    def text(self) -> str:
        lines = [f"({self.count - len(self.kept)} calls before)"] if self.count > len(self.kept) else []
        for name, args, kwargs, result, failed in self.kept:
            lines.append(f"called {call_text(name, args, kwargs)}")
            lines.append(f"  {'raised' if failed else 'got'} {describe(result)}")
        return "\n".join(lines)


class Named:
    """Stands in the log for something that mustn't be kept alive."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def short(value: Any) -> Any:
    return value if type(value) in PLAIN else Named(describe(value))
