"""Names that only a type checker needs, another file, a version, words that look like commands to tools."""
from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

if sys.version_info >= (3, 11):
    import tomllib  # the type: of a file

NOTE = "write # noqa or # type: ignore behind a line to silence a tool"


def longest(words: Iterable[str]) -> str | None:
    print(NOTE, tomllib.__name__, file=sys.stderr)
    return Words(words).longest()
