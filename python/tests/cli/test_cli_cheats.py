"""Every cheat gets nothing; without the guard that it names, it gets points. Honest wrong ones are only wrong."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from plain import Plain
from real import REPOSITORY, Judge, with_cases

MODE = REPOSITORY / "tests" / "cheats" / "cli"
SHELF = MODE / "shelf"
CHEATS = sorted(path for path in (SHELF / "cheats").iterdir() if path.name != "__pycache__")
WRONG = sorted((SHELF / "wrong").glob("*.py"))
REFERENCE = SHELF / "reference" / "shelf.py"
TROUBLE = ("patience", "blame")
"""Guards without which the judge has trouble, and the cheat no points."""
SOME = ["total", "titles", "mean", "next"]
"""Cases for submissions that are after none."""
OUTSIDE = ("box", "fresh", "own", "carried", "links", "after", "endings")
"""Guards of the worker and the sandbox."""
PLACES = ("/tmp/shelf-of-a-cheat", "/dev/shm/shelf-of-a-cheat")
"""Where cheats remember something when no sandbox holds them."""


def header(path: Path, key: str) -> str:
    text = (path / "shelf.py" if path.is_dir() else path).read_text()
    return re.search(rf"^# {key}: (.+)$", text, re.MULTILINE)[1]


def aimed_at(path: Path) -> list[str]:
    return header(path, "cases").split(", ")


@pytest.fixture(scope="session")
def judge(tmp_path_factory):
    """The judge without a guard, or whole; each is made once."""
    made = {}

    def get(lifted: str = "") -> Judge:
        if lifted not in made:
            made[lifted] = Judge(tmp_path_factory.mktemp("runtimes"), lifted)
        return made[lifted]

    return get


@pytest.fixture(scope="session")
def cases(judge):
    """The cases as the judge gives them to its grader."""
    told = judge("told").judge(SHELF, REFERENCE)["cases"]
    return {name: json.loads(case["feedback"]["jury"]) for name, case in told.items()}


def test_the_reference_gets_all(judge):
    told = judge().judge(SHELF, REFERENCE)
    assert told["score"] == told["max_score"] == len(told["cases"]), told


@pytest.mark.parametrize("path", CHEATS, ids=lambda path: path.stem)
def test_a_cheat_gets_nothing(path, judge, tmp_path):
    names = aimed_at(path)
    told = judge().judge(with_cases(SHELF, tmp_path / "package", names), path)
    case = told["cases"][names[-1]]
    assert (case["verdict"], case["score"]) == (header(path, "expect"), 0), case
    assert "JE" not in [each["verdict"] for each in told["cases"].values()], told


APART = tomllib.loads((MODE / "guards.toml").read_text())["apart"]
LIFTABLE = [path for path in CHEATS if header(path, "guard") != "-"]


@pytest.mark.parametrize("path", LIFTABLE, ids=lambda path: path.stem)
def test_without_its_guard_a_cheat_gets_points(path, judge, cases, tmp_path):
    """Or the judge has trouble."""
    guard, names = header(path, "guard"), aimed_at(path)
    if guard in OUTSIDE:
        try:
            box = Plain(tmp_path, path, SHELF / "grader")
            reports = [box.judge(cases[name]) for name in names]
        finally:
            for place in PLACES:
                Path(place).unlink(missing_ok=True)
        assert reports[-1]["outcome"] == "passed", reports
        return
    told = judge(guard).judge(with_cases(SHELF, tmp_path / "package", names), path)
    case = told["cases"][names[-1]]
    assert (case["verdict"], case["score"]) == (("JE", 0) if guard in TROUBLE else ("AC", 1)), case


def test_what_is_apart_is_trouble():
    assert set(APART) == set(TROUBLE)


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_honest_and_wrong_is_only_wrong(path, judge, tmp_path):
    told = judge().judge(with_cases(SHELF, tmp_path / "package", SOME), path)
    verdicts = {case["verdict"] for case in told["cases"].values()} or {told["verdict"]}
    assert verdicts - {"AC"} and verdicts <= {"AC", "WA", "RTE", "TLE", "OLE", "MLE", "CE"}, told
