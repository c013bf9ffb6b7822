"""tools/collection: exercises of a made-up collection become packages, and the totals tell what became of them."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).resolve().parents[2] / "tools/collection"
sys.path[:0] = [str(TOOL), str(Path(__file__).parent / "pytest_mode")]

from box import Problem  # noqa: E402
from mutants import mutants  # noqa: E402

WEIGH = '''"""How heavy things are."""
from scales import UNIT

def weigh(things: "list[int]") -> int:
    if len(things) == 0:
        raise ValueError("nothing to weigh")
    return sum(things) * UNIT
'''
WEIGH_TEST = '''
import unittest
from pathlib import Path
from scales import UNIT
from weigh import weigh

class WeighTest(unittest.TestCase):
    def test_two(self):
        self.assertEqual(weigh([2, 3]), 5 * UNIT)

    def test_file(self):
        self.assertEqual(weigh([int(Path(__file__).with_name("heavy.txt").read_text())]), 70)

    def test_nothing(self):
        with self.assertRaises(ValueError) as err:
            weigh([])
        self.assertEqual(str(err.exception), "nothing to weigh")

    @unittest.skip("another day")
    def test_heavier(self):
        self.assertEqual(weigh([10 ** 6]), 10 ** 7)
'''


def exercise(folder: Path, test: str, stub: str, exemplar: str, **more: str) -> None:
    name = folder.name.replace("-", "_")
    files = {
        f"{name}.py": stub, f"{name}_test.py": test, ".meta/example.py": exemplar, ".docs/instructions.md": "# Do it\n",
        **more,
        ".meta/config.json": json.dumps(
            {"files": {"solution": [f"{name}.py"], "test": [f"{name}_test.py"], "example": [".meta/example.py"]}},
        ),
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def tool(*arguments: object) -> subprocess.CompletedProcess:
    command = [sys.executable, str(TOOL), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})


@pytest.fixture(scope="module")
def wrapped(tmp_path_factory):
    root = tmp_path_factory.mktemp("collection")
    practice = root / "from/exercises/practice"
    stub = "def weigh(things):\n    pass\n"
    exercise(practice / "weigh", WEIGH_TEST, stub, WEIGH, **{"heavy.txt": "7\n", "scales.py": "UNIT = 10\n"})
    tidy = "import unittest\nfrom tidy_up import one\nclass TidyTest(unittest.TestCase):\n"
    tidy += "    def test_one(self):\n        self.assertEqual(one(), 1)\n"
    exercise(practice / "tidy-up", tidy, "def one():\n    return 5 - 4\n", "def one():\n    return 1\n")
    done = tool("wrap", root / "from", root / "packages")
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "packages"


def files(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_a_package_has_the_tests_as_they_are_and_three_submissions(wrapped):
    package = wrapped / "weigh"
    assert files(package / "grader") == {"weigh_test.py": WEIGH_TEST, "heavy.txt": "7\n", "scales.py": "UNIT = 10\n"}
    submissions = files(package / "submissions")
    assert submissions.pop("accepted/exemplar/weigh.py") == WEIGH
    assert submissions.pop("rejected/stub/weigh.py") == "def weigh(things):\n    pass\n"
    (broken,) = submissions
    assert broken == "rejected/broken/weigh.py"
    assert ast.dump(ast.parse(submissions[broken])) != ast.dump(ast.parse(WEIGH))


def test_a_stub_that_is_right_already_is_to_be_accepted(wrapped):
    assert set(files(wrapped / "tidy-up/submissions")) == {
        "accepted/exemplar/tidy_up.py", "accepted/stub/tidy_up.py", "rejected/broken/tidy_up.py",
    }


def test_the_harness_judges_them_as_they_say(wrapped, tmp_path):
    package = wrapped / "weigh"
    problem = Problem(tmp_path, package / "grader", package / "submissions/accepted/exemplar", ["weigh.py"])
    assert "error" not in problem.collected, problem.collected
    assert problem.points(problem.judge(package / "submissions/accepted/exemplar")) == problem.full == 3
    for name in ("stub", "broken"):
        report = problem.judge(package / "submissions/rejected" / name)
        assert problem.points(report) < 3 and not report["tampering"]


@pytest.mark.parametrize("source, done", [
    ("def f(a):\n    return a < 3\n", ["`a < 3` is `a >= 3`", "`3` is `4`", "`return a < 3` is `return`"]),
    ("x = True\n", ["`True` is `False`", "`x = True` is left out"]),
    ("s = b''\n", ["`b''` is `b'x'`", "`s = b''` is left out"]),
    ('def f(a: "int") -> "int":\n    """Says."""\n    return a\n', ["`return a` is `return`"]),
    ("class A:\n    pass\n", []),
])
def test_mutants_have_one_mistake_each(source, done):
    found = list(mutants("any", source.encode()))
    assert sorted(said.partition(": ")[2] for said, _ in found) == sorted(done)
    assert len({text for _, text in found} | {source}) == len(done) + 1


def test_which_kind_comes_first_depends_on_the_name_alone():
    source = b"def f(a):\n    b = a\n    return b < 3\n"
    first = {name: next(mutants(name, source))[0] for name in "abcdefgh"}
    assert first == {name: next(mutants(name, source))[0] for name in "abcdefgh"}
    assert len(set(first.values())) > 1


def test_a_folder_in_no_known_layout_is_told_of_those(tmp_path):
    done = tool("wrap", tmp_path, tmp_path / "out")
    assert done.returncode == 2 and "exercism" in done.stderr and ".meta/config.json" in done.stderr


def judge(folder: Path, verdicts: dict[str, str]) -> Path:
    """A stand-in for pyjury that has these verdicts on any package."""
    submissions = [
        {"path": f"any/{name}", "judgement": {"verdict": verdict, "cases": [
            {"name": "test_two", "verdict": verdict, "reason": "made_up", "feedback": {"jury": "said"}},
        ]}}
        for name, verdict in verdicts.items()
    ]
    program = folder / "pyjury"
    program.write_text(f"#!{sys.executable}\nprint({json.dumps(json.dumps([{'submissions': submissions}]))})\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("verdicts, code, told", [
    ({"exemplar": "AC", "stub": "RTE", "broken": "WA"}, 0, "stub: 1 of 1 not AC (1 RTE)"),
    ({"exemplar": "WA", "stub": "RTE", "broken": "WA"}, 1, "test_two: WA made_up said"),
    ({"exemplar": "AC", "stub": "RTE", "broken": "AC"}, 1, "broken: 0 of 1 not AC (1 AC)"),
    ({"exemplar": "AC", "stub": "SV", "broken": "WA"}, 1, "stub got SV"),
    ({"exemplar": "AC", "stub": "WA"}, 1, "broken got no judgement"),
])
def test_totals_fail_where_a_verdict_is_another(wrapped, tmp_path, verdicts, code, told):
    done = tool("check", wrapped, "weigh", "--pyjury", judge(tmp_path, verdicts))
    assert done.returncode == code and told in done.stdout, done.stdout + done.stderr


def test_a_judge_that_says_nothing_is_no_success(wrapped, tmp_path):
    program = tmp_path / "pyjury"
    program.write_text("#!/bin/sh\necho no runtime >&2\nexit 3\n")
    program.chmod(0o755)
    done = tool("check", wrapped, "--pyjury", program)
    assert done.returncode == 1 and "no runtime" in done.stdout and "exemplar: 0 of 2 AC" in done.stdout


def test_a_right_stub_must_be_accepted(wrapped, tmp_path):
    program = judge(tmp_path, {"exemplar": "AC", "stub": "WA", "broken": "WA"})
    done = tool("check", wrapped, "tidy-up", "--pyjury", program)
    assert done.returncode == 1 and "stub: 0 of 1 AC (1 WA)" in done.stdout
