"""What is written for the host: JSON, bounded."""

import json
import os

TEXT = 20_000


def write(path: str, report: dict[str, object]) -> None:
    kept = {key: shorten(value) if isinstance(value, str) else value for key, value in report.items()}
    with open(path + ".part", "w", encoding="ascii") as file:
        json.dump(kept, file)
    os.rename(path + ".part", path)


def shorten(text: str) -> str:
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= TEXT else f"{text[: TEXT // 2]}\n…\n{text[-TEXT // 4 :]}"
