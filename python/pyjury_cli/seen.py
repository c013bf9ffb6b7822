"""What came of a command."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from .problem import Wrong

STRANGE = {
    "folder": "a folder",
    "link": "a symbolic link",
    "odd": "neither a file nor a folder",
    "large": "too large to be read",
}


@dataclass
class Seen:
    """One command, as checkers of packages see it too."""

    args: list[str]
    exit: int
    stdout: bytes
    stderr: bytes
    files: dict[str, bytes]
    """The regular files in the working folder after the command, by path; without the submission's own."""
    others: dict[str, str] = field(default_factory=dict)
    """What is no file that could be read: paths, and what it is (`folder`, `link`, `odd`, `large`)."""
    cut: bool = False
    """Whether there was more than is looked at."""

    def text(self, path: str) -> str:
        """The text of a file, or of `stdout` or `stderr`. Whoever asks for one that isn't there fails the submission."""
        return text_of(self.data(path), path)

    def json(self, path: str) -> Any:
        """The same, as JSON."""
        return json_of(self.data(path), path)

    def data(self, path: str) -> bytes:
        """The same, as it is."""
        if path in ("stdout", "stderr"):
            return self.stdout if path == "stdout" else self.stderr
        if path in self.files:
            return self.files[path]
        kind = self.others.get(path)
        raise Wrong(f"{path}: expected a file, got {STRANGE[kind] if kind else 'none'}")


def read_seen(entry: dict[str, Any], args: list[str], folder: str) -> Seen:
    """A command as the host describes it; what it wrote lies in files of the host's naming."""

    def content(place: str) -> bytes:
        with open(os.path.join(folder, place), "rb") as file:
            return file.read()

    entries = entry["entries"]
    return Seen(
        args=args,
        exit=entry["exit"],
        stdout=content(entry["stdout"]),
        stderr=content(entry["stderr"]),
        files={each["path"]: content(each["at"]) for each in entries if each["kind"] == "file"},
        others={each["path"]: each["kind"] for each in entries if each["kind"] != "file"},
        cut=entry["cut"],
    )


def text_of(data: bytes, name: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Wrong(f"{name}, line {line}: expected UTF-8, got other bytes") from None


def json_of(data: bytes, name: str) -> Any:
    try:
        return json.loads(text_of(data, name))
    except (ValueError, RecursionError) as error:
        raise Wrong(f"{name}: expected JSON, got what can't be read as that: {error}") from None
