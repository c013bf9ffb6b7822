"""Every cheat gets nothing; without the guard that it names, it gets something. Honest wrong ones are never tampering."""

import re
from pathlib import Path

import pytest

from box import REPOSITORY, Problem

TALLY = REPOSITORY / "tests" / "cheats" / "pytest" / "tally"
CHEATS = sorted((TALLY / "cheats").iterdir())
WRONG = sorted((TALLY / "wrong").glob("*.py"))


def header(path: Path, key: str) -> str:
    text = (path / "tally.py" if path.is_dir() else path).read_text()
    return re.search(rf"^# {key}: (.+)$", text, re.MULTILINE)[1]


def files(path: Path) -> Path | dict[str, str]:
    return path if path.is_dir() else {"tally.py": path.read_text()}


@pytest.fixture(scope="module")
def tally(tmp_path_factory):
    problem = Problem(tmp_path_factory.mktemp("tally"), TALLY / "grader", TALLY / "reference", ["tally.py"])
    assert problem.calibrated["without"] == []
    return problem


def test_the_reference_gets_all(tally):
    report = tally.judge(TALLY / "reference")
    assert tally.points(report) == tally.full
    assert {test["sentinel"] for test in report["tests"]} == {"failed"}


@pytest.mark.parametrize("path", CHEATS, ids=lambda path: path.stem)
def test_a_cheat_gets_nothing(tally, path):
    report = tally.judge(files(path))
    assert tally.points(report) == 0, report
    expected = header(path, "expect")
    if expected == "tampering":
        assert report["tampering"]
    elif expected in ("refused", "ended"):
        assert expected in report
    elif expected == "failed":
        assert not report["tampering"] and {test["outcome"] for test in report["tests"]}.isdisjoint({"passed"})
    else:
        assert expected == "nothing"


LIFTABLE = [path for path in CHEATS if header(path, "guard") not in ("-", "refusal", "restoring", "leftovers")]


@pytest.mark.parametrize("path", LIFTABLE, ids=lambda path: path.stem)
def test_without_its_guard_a_cheat_gets_points(tally, path):
    guard = header(path, "guard")
    sentinels = guard not in ("sentinel", "claim", "silence", "skips")
    report = tally.judge(files(path), sentinels=sentinels, lifted="" if guard == "sentinel" else guard)
    if header(path, "expect") == "nothing":
        pytest.skip("what it would get is a matter of chance")
    assert tally.points(report) == tally.full, report


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_honest_and_wrong_is_not_tampering(tally, path):
    report = tally.judge(files(path))
    assert report["tampering"] == []
    assert 0 <= tally.points(report) < tally.full
