"""tests mode: submitted suites against a reference and its mutants."""

import pytest

from box import PYTHONS, Box

REFERENCE = """
class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        self.items.append(item)

    def pop(self):
        if not self.items:
            raise IndexError("empty")
        return self.items.pop()

    def __len__(self):
        return len(self.items)
"""
MUTANTS = {
    "first_in": REFERENCE.replace("self.items.pop()", "self.items.pop(0)"),
    "no_error": REFERENCE.replace('raise IndexError("empty")', "return None"),
    "hangs": REFERENCE.replace("return len(self.items)", "\n        while self.items: pass\n        return 0"),
}
GRADER = {"reference/stack.py": REFERENCE, **{f"mutants/{name}.py": text for name, text in MUTANTS.items()}}
GOOD = """
import pytest
from stack import Stack

@pytest.fixture
def stack():
    return Stack()

def test_order(stack):
    stack.push(1)
    stack.push(2)
    assert stack.pop() == 2

def test_empty(stack):
    with pytest.raises(IndexError):
        stack.pop()

def test_length(stack):
    stack.push(1)
    assert len(stack) == 1
"""


def judge(tmp_path, suite, python=PYTHONS[0], **plan):
    box = Box(tmp_path, python)
    box.lay(GRADER, suite if isinstance(suite, dict) else {"test_stack.py": suite})
    limits = {"test_seconds": 1, "wall_seconds": 5}
    return box.call("run", {"kind": "tests", "submitted": ["test_*.py"], "limits": limits, **plan})


def outcomes(report):
    return {mutant["name"]: mutant["outcome"] for mutant in report["mutants"]}


@pytest.mark.parametrize("python", PYTHONS)
def test_a_good_suite_kills_all(tmp_path, python):
    report = judge(tmp_path, GOOD, python, coverage=True)
    assert report["passed"] and report["collected"] == 3
    assert outcomes(report) == {"first_in": "killed", "no_error": "killed", "hangs": "timeout"}
    assert report["killed"] == 3
    assert report["coverage"] == 1.0
    assert {m["name"]: m["by"] for m in report["mutants"]}["first_in"] == ["test_stack.py::test_order"]


def test_a_weak_suite_kills_some(tmp_path):
    report = judge(tmp_path, "from stack import Stack\ndef test_x():\n    s = Stack(); s.push(1); assert s.pop() == 1\n", coverage=True)
    assert report["passed"]
    assert set(outcomes(report).values()) == {"survived"}
    assert 0 < report["coverage"] < 1


WORTHLESS = {
    "fails_always": "def test_x():\n    assert False\n",
    "is_empty": "",
    "skips": "import pytest\ndef test_x():\n    pytest.skip('no')\n",
    "exits": "import os\nos._exit(0)\n",
    "reads_the_source": "import stack, inspect\ndef test_x():\n    assert 'pop()' in inspect.getsource(stack)\n",
    "reads_the_file": "import stack\ndef test_x():\n    assert 'pop()' in open(stack.__file__).read()\n",
    "size_and_time": "import stack, os\ndef test_x():\n    assert os.stat(stack.__file__).st_size\n",
    "reads_the_grader": "import os\ndef test_x():\n    assert os.listdir(os.path.join('..', 'grader', 'reference'))\n",
    "by_chance": "import os\ndef test_x():\n    assert os.urandom(1)[0] & 1\n",
    "knows_the_code": "import stack\ndef test_x():\n    assert len(stack.Stack.pop.__code__.co_consts) and "
    "stack.Stack.pop.__code__.co_consts == (None, 'empty')\n",
}


@pytest.mark.parametrize("name", WORTHLESS)
def test_a_worthless_suite_gets_nothing(tmp_path, name):
    if name == "by_chance":
        assert sum(judge(tmp_path, WORTHLESS[name])["killed"] for _ in range(3)) < 9
        return
    report = judge(tmp_path, WORTHLESS[name])
    assert not report["passed"] and report["killed"] == 0


def test_a_suite_that_depends_on_its_order_is_flaky(tmp_path):
    tests = "".join(f"def test_{n}():\n    assert len(seen) == {n}\n    seen.append({n})\n" for n in range(6))
    report = judge(tmp_path, "from stack import Stack\nseen = []\n" + tests)
    assert not report["passed"]
    assert any(run["shuffled"] and run["outcome"] == "failed" for run in report["reference"])


def test_the_minimum_of_tests_is_kept(tmp_path):
    report = judge(tmp_path, GOOD, minimum_tests=4)
    assert not report["passed"] and report["reference"][0]["outcome"] in ("few", "missing")


def test_conftests_and_hypothesis_work(tmp_path):
    pytest.importorskip("hypothesis")
    report = judge(tmp_path, {
        "conftest.py": "import pytest\nfrom stack import Stack\n@pytest.fixture\ndef stack():\n    return Stack()\n",
        "test_stack.py": "from hypothesis import given, strategies as st\nfrom stack import Stack\n"
        "@given(st.lists(st.integers(), min_size=1))\ndef test_last(values):\n    s = Stack()\n"
        "    for v in values: s.push(v)\n    assert s.pop() == values[-1]\n"
        "def test_fixture(stack):\n    assert len(stack) == 0\n",
    })
    assert report["passed"], report
    assert outcomes(report)["first_in"] == "killed"


def test_a_submitted_implementation_is_refused(tmp_path):
    report = judge(tmp_path, {"test_stack.py": GOOD, "stack.py": REFERENCE})
    assert report["refused"]["file"] == "stack.py"


def test_errors_of_the_package_have_a_place(tmp_path):
    box = Box(tmp_path)
    box.lay({"reference/stack.py": REFERENCE, "mutants/bad.py": "def f(:\n"}, {"test_stack.py": GOOD})
    report = box.call("run", {"kind": "tests"})
    assert report["error"]["file"] == "mutants/bad.py" and report["error"]["line"] == 1
