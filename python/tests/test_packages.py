"""The function packages in problems/: accepted submissions pass each case of grade.py, every other fails one."""

from pathlib import Path

import pytest
from harness import collect, judge

PROBLEMS = Path(__file__).resolve().parent.parent.parent / "problems"
PACKAGES = sorted(
    path.parent
    for path in PROBLEMS.glob("*/pyjury.yaml")
    if "mode: function" in path.read_text().splitlines() and (path.parent / "grader/grade.py").exists()
)
SUBMISSIONS = [
    pytest.param(package, entry, id=f"{package.name}-{entry.parent.parent.name}-{entry.parent.name}")
    for package in PACKAGES
    for entry in sorted(package.glob("submissions/*/*/*.py"))
]


@pytest.mark.parametrize(("package", "entry"), SUBMISSIONS)
def test_expected(package, entry, interpreter):
    grade = package / "grader/grade.py"
    collected = collect(grade.read_text(), interpreter)
    assert "error" not in collected
    outcomes = {each["name"]: judge(entry, grade, each["name"], interpreter=interpreter) for each in collected["cases"]}
    failed = {name: report["jury"] for name, report in outcomes.items() if report["outcome"] != "passed"}
    assert not any(report["outcome"] == "package" for report in outcomes.values())
    assert bool(failed) is (entry.parent.parent.name != "accepted"), failed
