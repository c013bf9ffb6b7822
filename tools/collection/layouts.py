"""How collections lie on disk, and the exercises that are read from them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator


class CollectionError(Exception):
    """The folder isn't what the command needs."""


@dataclass(frozen=True)
class Exercise:
    """One exercise. Files are by their paths, which is what imports call them."""

    name: str
    title: str
    statement: str
    suite: dict[str, bytes]
    """The tests, and whatever else lies beside them: data, modules that they import."""
    stub: dict[str, bytes]
    exemplar: dict[str, bytes]
    """As many files as the stub, under the same paths."""


class Track:
    """A track of Exercism: https://exercism.org/docs/building/tracks."""

    name = "exercism"
    looks_like = (
        "[exercises/][KIND/]NAME/.meta/config.json, whose `files` names `solution` (the stub), `test`, "
        "and `example` or `exemplar`"
    )

    @staticmethod
    def folders(root: Path) -> list[Path]:
        for pattern in ("exercises/*/*", "exercises/*", "*/*", "*"):
            found = sorted(config.parent.parent for config in root.glob(f"{pattern}/.meta/config.json"))
            if found:
                return found
        return []

    @staticmethod
    def read(folder: Path) -> Exercise:
        config = folder / ".meta/config.json"
        try:
            files = json.loads(config.read_text(encoding="utf-8"))["files"]
            solution, exemplar = files["solution"], files.get("example") or files["exemplar"]
        except (ValueError, KeyError) as error:
            expected = "expected `files` with solution, test, and example or exemplar"
            raise CollectionError(f"{config}: {expected}, got: {error!r}") from error
        if len(solution) != len(exemplar) or not solution or not files.get("test"):
            raise CollectionError(f"{config}: expected tests and one exemplar for each solution, got {files}")
        try:
            return Exercise(
                name=folder.name,
                title=folder.name.replace("-", " ").title(),
                statement="\n".join(_statements(folder / ".docs")) or f"# {folder.name}\n",
                suite={path: (folder / path).read_bytes() for path in _beside(folder) if path not in solution},
                stub={path: (folder / path).read_bytes() for path in solution},
                exemplar={path: (folder / place).read_bytes() for path, place in zip(solution, exemplar, strict=True)},
            )
        except FileNotFoundError as error:
            raise CollectionError(f"{config} names {error.filename}, which isn't there") from error


def _beside(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") or part == "__pycache__" for part in inside.parts):
            yield inside.as_posix()


def _statements(folder: Path) -> Iterator[str]:
    for name in ("introduction.md", "instructions.md", "instructions.append.md"):
        if (folder / name).is_file():
            yield (folder / name).read_text(encoding="utf-8")


LAYOUTS = [Track]


def read_collection(root: Path) -> list[Exercise]:
    """The exercises of a folder in the first layout that fits."""
    for layout in LAYOUTS:
        folders = layout.folders(root)
        if folders:
            exercises = [layout.read(folder) for folder in folders]
            names = [exercise.name for exercise in exercises]
            for name in names:
                if names.count(name) > 1:
                    raise CollectionError(f"{root} has two exercises with the name {name}: wrap their folders one by one")
            return exercises
    known = "; ".join(f"{layout.name} ({layout.looks_like})" for layout in LAYOUTS)
    raise CollectionError(f"{root} has no exercise in a layout known here: {known}")
