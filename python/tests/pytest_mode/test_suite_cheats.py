"""tests mode: no suite kills mutants but by testing; without the guard that it names, a cheat does. Honest ones kill all."""

import re
import tomllib
from pathlib import Path

import pytest

from box import LIMITS, PYTHONS, REPOSITORY, Box

MODE = REPOSITORY / "tests" / "cheats" / "tests"
STACK = MODE / "stack"
CHEATS = sorted(path for path in (STACK / "cheats").iterdir() if path.name != "__pycache__")
HONEST = sorted((STACK / "honest").glob("*.py"))
MUTANTS = sorted(path.stem for path in (STACK / "grader" / "mutants").glob("*.py"))
APART = tomllib.loads((MODE / "guards.toml").read_text())["apart"]
RUNS = 3


def header(path: Path, key: str) -> str:
    text = (path / "test_stack.py" if path.is_dir() else path).read_text()
    return re.search(rf"^# {key}: (.+)$", text, re.MULTILINE)[1]


def judge(folder: Path, suite: Path | dict[str, str], python: str = PYTHONS[0], lifted: str = "", **plan):
    box = Box(folder, python, lifted)
    if isinstance(suite, Path) and suite.is_file():
        suite = {"test_stack.py": suite.read_text()}
    box.lay(STACK / "grader", suite)
    return box.call("run", {"kind": "tests", "submitted": ["test_*.py"], "limits": LIMITS, "reference_runs": RUNS, **plan})


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("path", HONEST, ids=lambda path: path.stem)
def test_an_honest_suite_kills_all(tmp_path, path, python):
    if "hypothesis" in path.read_text():
        pytest.importorskip("hypothesis")
    report = judge(tmp_path, path, python, coverage=True)
    assert report["passed"], report["reference"]
    assert [mutant["name"] for mutant in report["mutants"] if mutant["outcome"] == "killed"] == MUTANTS
    assert report["coverage"] == 1.0


@pytest.mark.parametrize("path", CHEATS, ids=lambda path: path.stem)
def test_a_cheat_gets_nothing(tmp_path, path):
    expected = header(path, "expect")
    if expected == "nothing":
        assert sum(judge(tmp_path, path)["killed"] for _ in range(3)) < 3 * len(MUTANTS) / 2
        return
    report = judge(tmp_path, path)
    if expected == "refused":
        assert report["refused"]
        return
    assert report["killed"] == 0, report
    assert report["passed"] == (expected == "survived"), report


LIFTABLE = [path for path in CHEATS if header(path, "guard") not in ("-", *APART)]


@pytest.mark.parametrize("path", LIFTABLE, ids=lambda path: path.stem)
def test_without_its_guard_a_cheat_gets_points(tmp_path, path):
    report = judge(tmp_path, path, lifted=header(path, "guard"))
    assert report["passed"] and report["killed"] > 0, report


SEES = """
import sys
from stack import Stack

def test_see():
    try:
        Stack().pop()
    except IndexError as error:
        trace = error.__traceback__.tb_next
        print("SEEN", trace.tb_lineno, trace.tb_lasti, sys.getsizeof(iter(Stack())), len(trace.tb_frame.f_locals))
    assert False
"""


def test_no_two_compilations_look_the_same(tmp_path):
    seen = []
    for _ in range(4):
        outputs = [run.get("output", "") for run in judge(tmp_path, {"test_stack.py": SEES})["reference"]]
        seen += re.findall(r"SEEN (\d+) (\d+) (\d+) (\d+)", "".join(outputs))
    assert len(seen) == 4
    for lines_or_instructions in list(zip(*seen))[:2]:
        assert len(set(lines_or_instructions)) > 1
