"""Every cheat gets nothing; without the guard that it names, it gets points. Honest wrong ones are only wrong."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from harness import INTERPRETERS, PYTHON, collect, converse, judge

TILL = PYTHON.parent / "tests" / "cheats" / "function" / "till"
GRADE = TILL / "grader" / "grade.py"
CHEATS = sorted((TILL / "cheats").glob("*.py"))
WRONG = sorted((TILL / "wrong").glob("*.py"))
NOBODY = 65534
CASES = [each["name"] for each in collect(GRADE.read_text())["cases"]]
IN_THE_BOX = ("sandbox", "fresh")
"""Guards that are no code of the grader's end: what the sandbox does for each process, in each case."""


def header(path: Path, key: str) -> str:
    return re.search(rf"^# {key}: (.+)$", path.read_text(), re.MULTILINE)[1]


def must_run_as_another() -> None:
    """The submission's end runs as another user where the sandbox would be: only root can do that."""
    if os.geteuid():
        pytest.skip("only root can run the submission as another user, as the sandbox does")
    try:
        subprocess.run([INTERPRETERS[0], "-c", ""], user=NOBODY, check=True)
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip(f"{INTERPRETERS[0]} is where no other user can go")


class Box:
    """One folder in which cases are judged, as often as one likes."""

    def __init__(self, folder: Path, submission: Path, apart: bool) -> None:
        self.folder = folder
        self.grader = folder / "package" / "grader"
        shutil.copytree(GRADE.parent, self.grader)
        self.apart = NOBODY if apart else None
        self.entry = folder / "theirs" / "till.py"
        self.entry.parent.mkdir()
        shutil.copy(submission, self.entry)
        shutil.copy(submission, folder / "till.py")
        if apart:
            compiled = shutil.ignore_patterns("__pycache__")
            for package in ("pyjury_start", "pyjury_submission", "pyjury_wire"):
                shutil.copytree(PYTHON / package, self.entry.parent / package, ignore=compiled)
            folder.chmod(0o711)
            self.grader.parent.chmod(0o700)
            os.chown(self.entry.parent, NOBODY, NOBODY)

    def judge(self, case: str, lifted: str = "") -> dict:
        (self.folder / "report.json").unlink(missing_ok=True)
        (self.folder / "case.json").write_text(json.dumps({"kind": "function", "name": case}))
        entry = self.entry if self.apart else self.folder / "till.py"
        return converse(self.folder, entry, self.grader, lifted=lifted, apart=self.apart, seconds=40)


@pytest.fixture
def boxes():
    """Boxes that go when the test ends. Not in pytest's own folder, which another user can't enter."""
    folders = []

    def make(submission: Path, apart: bool = False) -> Box:
        folders.append(tempfile.mkdtemp())
        return Box(Path(folders[-1]), submission, apart)

    yield make
    for folder in folders:
        shutil.rmtree(folder)


@pytest.mark.parametrize("case", CASES)
def test_the_reference_gets_all(case, interpreter):
    assert judge(TILL / "reference" / "till.py", GRADE, case, interpreter=interpreter)["outcome"] == "passed"


@pytest.mark.parametrize("path", CHEATS, ids=lambda path: path.stem)
def test_a_cheat_gets_nothing(path, boxes):
    guard = header(path, "guard")
    if guard == "sandbox":
        must_run_as_another()
    aimed = header(path, "cases").split(", ")
    for case in aimed:
        report = boxes(path, guard == "sandbox").judge(case)
        assert report["outcome"] != "passed" and report["score"] == 0, (case, report)
        assert report["outcome"] != "package", (case, report)
        if case == aimed[-1]:
            assert report["outcome"] == header(path, "expect"), report


LIFTABLE = [path for path in CHEATS if header(path, "guard") != "-"]


@pytest.mark.parametrize("path", LIFTABLE, ids=lambda path: path.stem)
def test_without_its_guard_a_cheat_gets_points(path, boxes):
    """The last of the cases that it names: those before make its way."""
    guard = header(path, "guard")
    box = boxes(path)
    for case in header(path, "cases").split(", "):
        report = box.judge(case, "" if guard in IN_THE_BOX else guard)
    assert report["outcome"] == "passed" and report["score"] == 1, report


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_honest_and_wrong_is_only_wrong(path):
    outcomes = {case: judge(path, GRADE, case, interpreter=INTERPRETERS[0])["outcome"] for case in CASES}
    assert "failed" in outcomes.values()
    allowed = {"passed", "failed", *(["submission_ended"] if path.stem.startswith("leaves") else [])}
    assert set(outcomes.values()) <= allowed, outcomes
