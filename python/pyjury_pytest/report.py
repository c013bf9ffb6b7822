"""The report: written once, by the keeper, when no other process is left."""

import json
import os
from typing import Any

LARGEST = 4 << 20
LONGEST_TEXT = 16 << 10


def clip(text: str, limit: int = LONGEST_TEXT) -> str:
    """The text, its middle left out if it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n... {len(text) - 2 * half} characters left out ...\n{text[-half:]}"


def write_report(path: str, report: dict[str, Any]) -> None:
    """Writes a new file: what an attempt may have put at its path is removed, never opened."""
    data = json.dumps(report, ensure_ascii=True).encode()
    if len(data) > LARGEST:
        data = json.dumps(_without_texts(report), ensure_ascii=True).encode()
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as file:
        file.write(data)


def _without_texts(report: dict[str, Any]) -> dict[str, Any]:
    """A report that fits, whatever the claims were: outcomes without what was said about them."""
    texts = {"message", "output", "frames", "traceback", "where"}
    slim = dict(report)
    for key in ("tests", "reference", "mutants"):
        if key in slim:
            slim[key] = [{k: v for k, v in entry.items() if k not in texts} for entry in slim[key]]
    return slim
