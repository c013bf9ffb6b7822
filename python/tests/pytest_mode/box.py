"""A box as the worker lays it out, and the harness run in it as a plain process."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[3]
HARNESS = REPOSITORY / "python" / "pyjury_pytest"
PYTHONS = [name for name in os.environ.get("PYJURY_TEST_PYTHONS", "").split(":") if name] or [sys.executable]
LIMITS = {"test_seconds": 1, "wall_seconds": 5}


class Box:
    def __init__(self, folder: Path, python: str = PYTHONS[0], lifted: str = ""):
        self.folder = folder
        self.python = python
        self.lifted = lifted

    def lay(self, grader: Path | dict[str, str], submission: Path | dict[str, str]) -> None:
        for name, content in (("grader", grader), ("submission", submission)):
            place = self.folder / name
            shutil.rmtree(place, ignore_errors=True)
            if isinstance(content, Path):
                shutil.copytree(content, place)
                continue
            for path, text in content.items():
                (place / path).parent.mkdir(parents=True, exist_ok=True)
                (place / path).write_text(text)
            place.mkdir(exist_ok=True)

    def call(self, command: str, plan: dict[str, Any], timeout: float = 120) -> dict[str, Any]:
        """The report of one call of the harness; empty if it left none."""
        report = self.folder / "report.json"
        report.unlink(missing_ok=True)
        (self.folder / "plan.json").write_text(json.dumps(plan))
        (self.folder / "tmp").mkdir(exist_ok=True)
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "TMPDIR": str(self.folder / "tmp"),
            "PYJURY_LAYERS": os.environ.get("PYJURY_LAYERS", ""),
            "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8", "PYJURY_LIFTED": self.lifted,
        }
        entry = Path(__file__).with_name("lifted.py") if self.lifted else HARNESS / "__main__.py"
        done = subprocess.run(
            [self.python, "-s", str(entry), command, str(self.folder / "plan.json"), str(report)],
            cwd=self.folder, env=environment, timeout=timeout, capture_output=True, text=True,
        )
        self.stderr = done.stderr
        return json.loads(report.read_text()) if report.is_file() and not report.is_symlink() else {}


class Problem:
    """A suite and its reference: collected and calibrated once, then any number of submissions."""

    def __init__(self, folder: Path, grader: Path | dict[str, str], reference: Path | dict[str, str],
                 submitted: list[str], python: str = PYTHONS[0], **more: Any):
        self.folder, self.grader, self.submitted, self.python, self.more = folder, grader, submitted, python, more
        box = Box(folder, python)
        folder.mkdir(parents=True, exist_ok=True)
        box.lay(grader, reference)
        self.collected = box.call("collect", {"submitted": submitted, **more})
        self.calibrated: dict[str, Any] = {}
        if "error" not in self.collected:
            box.lay(grader, reference)
            self.calibrated = box.call("calibrate", self.plan())

    def plan(self, **more: Any) -> dict[str, Any]:
        tests = [test for test in self.collected["tests"] if "skipped" not in test]
        return {"tests": tests, "submitted": self.submitted, "limits": LIMITS, **more}

    def judge(self, submission: Path | dict[str, str], sentinels: bool = True, lifted: str = "") -> dict[str, Any]:
        box = Box(self.folder, self.python, lifted)
        box.lay(self.grader, submission)
        return box.call("run", self.plan(sentinels=self.calibrated["sentinels"] if sentinels else {}))

    def points(self, report: dict[str, Any]) -> float:
        """What a submission gets: nothing if it was refused or tampered."""
        if not report or report.get("tampering") or report.get("refused") or report.get("ended"):
            return 0.0
        weights = {test["id"]: test["weight"] for test in self.collected["tests"]}
        return sum(weights[test["id"]] for test in report["tests"] if test["outcome"] == "passed")

    @property
    def full(self) -> float:
        return sum(test["weight"] for test in self.collected["tests"])
