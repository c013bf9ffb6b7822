"""The plan of a run, as the host gives it (JSON)."""

import fnmatch
import json
import os
from dataclasses import dataclass, field
from typing import Any

from .problem import PackageError


@dataclass(frozen=True)
class Test:
    """One test as the trusted collection describes it; the host gives the description back as it was."""

    id: str
    file: str
    classes: tuple[str, ...]
    function: str
    """The function's name, without parameters."""
    index: int
    """Its place among the cases of the same function: parameters are told by place, not by text."""
    rows: dict[str, int]
    """For each parameter its place in the list it was given in."""
    line: int = 0

    @classmethod
    def parse(cls, entry: dict[str, Any]) -> "Test":
        return cls(
            id=entry["id"],
            file=entry["file"],
            classes=tuple(entry["classes"]),
            function=entry["function"],
            index=int(entry["index"]),
            rows={str(k): int(v) for k, v in entry["rows"].items()},
            line=int(entry["line"]),
        )


@dataclass(frozen=True)
class Limits:
    """Of one attempt. Memory is limited for the run as a whole, by the host."""

    cpu: float = 2.0
    wall: float = 10.0

    @classmethod
    def parse(cls, limits: dict[str, Any]) -> "Limits":
        cpu = float(limits.get("test_seconds", cls.cpu))
        return cls(cpu=cpu, wall=float(limits.get("wall_seconds", max(2 * cpu + 1, 5 * cpu))))


@dataclass(frozen=True)
class Plan:
    kind: str = "pytest"
    tests: tuple[Test, ...] = ()
    sentinels: dict[str, list[str]] = field(default_factory=dict)
    """For each test the contradictions to try, by name, as calibration has chosen them."""
    limits: Limits = Limits()
    submitted: tuple[str, ...] = ()
    """The names and globs of pyjury.yaml's submit.files."""
    weights: dict[str, float] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    scratch: tuple[str, ...] = ()
    """Folders beside the box that attempts can write to and that are this run's alone."""
    reference_runs: int = 3
    minimum_tests: int = 1
    coverage: bool = False

    @classmethod
    def read(cls, path: str) -> "Plan":
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        return cls.parse(document)

    @classmethod
    def parse(cls, document: dict[str, Any]) -> "Plan":
        known = {"kind", "tests", "sentinels", "limits", "submitted", "weights", "open", "scratch",
                 "reference_runs", "minimum_tests", "coverage"}
        unknown = sorted(document.keys() - known)
        if unknown:
            raise PackageError(f"the plan has a key that is not known: {unknown[0]}", "plan.json")
        return cls(
            kind=document.get("kind", "pytest"),
            tests=tuple(Test.parse(entry) for entry in document.get("tests", ())),
            sentinels=_table(document.get("sentinels") or {}, "sentinels"),
            limits=Limits.parse(document.get("limits", {})),
            submitted=tuple(document.get("submitted", ())),
            weights=dict(document.get("weights") or {}),
            open=tuple(document.get("open") or ()),
            scratch=tuple(document.get("scratch", ())),
            reference_runs=max(1, int(document.get("reference_runs", 3))),
            minimum_tests=int(document.get("minimum_tests", 1)),
            coverage=bool(document.get("coverage", False)),
        )


def _table(value: Any, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise PackageError(f"{key} is a table by test, as calibration gives it, not {value!r}", "plan.json")
    return value


@dataclass(frozen=True)
class Places:
    """Where things of a run lie: all in the folder of the report, the box."""

    box: str

    @classmethod
    def of(cls, report: str) -> "Places":
        return cls(os.path.dirname(os.path.abspath(report)))

    @property
    def grader(self) -> str:
        return os.path.join(self.box, "grader")

    @property
    def submission(self) -> str:
        return os.path.join(self.box, "submission")


def matches(pattern: str, test_id: str, markers: list[str]) -> bool:
    """Whether a row of the tables `weights` and `open` means this test: `@marker`, or an id with * and ?."""
    if pattern.startswith("@"):
        return pattern[1:] in markers
    return fnmatch.fnmatchcase(test_id.replace("[", "("), pattern.replace("[", "("))
