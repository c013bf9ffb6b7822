"""What is written for the host: JSON, bounded."""

from __future__ import annotations

import os

from .jsonfile import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TEXT = 60_000


def write(path: str, report: dict[str, Any]) -> None:
    kept = {key: shorten(value) for key, value in report.items() if value is not None}
    data = text_of(kept).encode()
    with open(path + ".part", "wb") as file:
        file.write(data)
    os.rename(path + ".part", path)


def without_addresses(text: str) -> str:
    """<Money object at 0x7f3a5c0d1e50> without its place in memory: equal runs have equal reports."""
    if " at 0x" not in text:
        return text
    import re

    return re.sub(r" at 0x[0-9a-fA-F]{6,16}\b", "", text)


def shorten(value: Any) -> Any:
    if type(value) is not str:
        return value
    value = without_addresses(value.encode("utf-8", "replace").decode())
    return value if len(value) <= TEXT else f"{value[: TEXT // 2]}\n…\n{value[-TEXT // 4 :]}"
