"""The submission's Python files, as bytes: nothing of them is run or parsed here."""

import os


def read_submitted(folder: str) -> list[bytes]:
    sources = []
    for parent, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(parent, name)
            if name.endswith(".py") and os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as file:
                    sources.append(file.read(1 << 20))
    return sources
