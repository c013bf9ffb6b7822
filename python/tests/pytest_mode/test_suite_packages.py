"""The example packages: every submission gets what the name of its folder says."""

from pathlib import Path

import pytest

from box import PYTHONS, REPOSITORY, Box, Problem

PYTEST = {"two-fer": ["two_fer.py"], "expiring-cache": ["cache.py"]}
TESTS = {"test-the-stack": {"minimum_tests": 4, "coverage": True}}


def submissions(package: Path) -> list[Path]:
    return sorted((package / "submissions").glob("*/*"))


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", PYTEST)
def test_pytest_mode(tmp_path, name, python):
    package = REPOSITORY / "problems" / name
    found = submissions(package)
    [reference] = [path for path in found if path.parent.name == "accepted"]
    problem = Problem(tmp_path, package / "grader", reference, PYTEST[name], python)
    assert problem.calibrated["without"] == []
    for path in found:
        report = problem.judge(path)
        points = problem.points(report)
        expected = {
            "accepted": points == problem.full,
            "partially_accepted": 0 < points < problem.full,
            "wrong_answer": points == 0,
            "security_violation": bool(report["tampering"]),
        }
        assert expected[path.parent.name], (path, report)
        assert bool(report["tampering"]) == (path.parent.name == "security_violation")


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", TESTS)
def test_tests_mode(tmp_path, name, python):
    box = Box(tmp_path, python)
    for path in submissions(REPOSITORY / "problems" / name):
        box.lay(REPOSITORY / "problems" / name / "grader", path)
        report = box.call("run", {"kind": "tests", "limits": {"test_seconds": 2}, **TESTS[name]})
        killed, all_of_them = report["killed"], len(report["mutants"])
        expected = {
            "accepted": killed == all_of_them and report["coverage"] >= 0.9,
            "partially_accepted": 0 < killed < all_of_them and report["coverage"] >= 0.9,
            "wrong_answer": not report["passed"] and killed == 0,
        }
        assert expected[path.parent.name], (path, report)
