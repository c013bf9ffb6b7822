"""What came of a command. All of it is hostile: names, texts, JSON."""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from .problem import Wrong

STRANGE = {
    "folder": "a folder",
    "link": "a symbolic link",
    "odd": "neither a file nor a folder",
    "large": "too large to be read",
}
SHOWN = 200
# As values it is some thirty times as large.
LARGEST_JSON = 16 << 20


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
        return text_of(self.data(path), named(path))

    def json(self, path: str) -> Any:
        """The same, as JSON."""
        return json_of(self.data(path), named(path))

    def data(self, path: str) -> bytes:
        """The same, as it is."""
        if path in ("stdout", "stderr"):
            return self.stdout if path == "stdout" else self.stderr
        return self.file(path)

    def file(self, path: str) -> bytes:
        """A file in the working folder, whatever its name is."""
        if path in self.files:
            return self.files[path]
        raise Wrong(f"{named(path)}: expected a file, got {self.what(path) or 'none'}")

    def what(self, path: str) -> str:
        """What is there, in words; nothing if nothing is."""
        kind = self.others.get(path)
        return STRANGE[kind] if kind else "a file" if path in self.files else ""


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
    """JSON as its grammar has it: Python's own reader takes NaN, which nothing differs from, and forgets a key that comes twice."""
    if len(data) > LARGEST_JSON:
        raise Wrong(f"{name}: expected JSON of at most {LARGEST_JSON >> 20} MiB, got more")
    try:
        return json.loads(text_of(data, name), object_pairs_hook=object_of, parse_constant=no_constant)
    except (ValueError, RecursionError) as error:
        raise Wrong(f"{name}: expected JSON, got what can't be read as that: {error}") from None


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        key, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise ValueError(f"the key {shown(key)} is there more than once")
    return found


def no_constant(name: str) -> Any:
    raise ValueError(f"it has no {name}")


def named(path: str) -> str:
    """A path as it is, unless it would pass for more words of ours."""
    return path if path.isprintable() else shown(path)


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
