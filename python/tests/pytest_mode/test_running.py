"""What suites may use, what becomes of tests, and what the report says."""

import pytest

from box import PYTHONS, Box, Problem

GRADER = {
    "conftest.py": """
import pytest
from shop import Shop

@pytest.fixture(scope="session")
def started():
    return []

@pytest.fixture(params=["a", "b"])
def letter(request):
    return request.param

@pytest.fixture
def shop(started):
    started.append(1)
    yield Shop()
    started.clear()
""",
    "helpers.py": "def double(x):\n    return 2 * x\n",
    "test_features.py": '''
import asyncio, sys, unittest, warnings
import pytest
from helpers import double
from shop import Shop, price

def test_fixture(shop, letter):
    assert shop.name + letter in ("shopa", "shopb")

def test_tmp_path(tmp_path):
    (tmp_path / "x").write_text("1")
    assert (tmp_path / "x").read_text() == "1"

def test_capsys(capsys, shop):
    shop.say()
    assert capsys.readouterr().out == "hello\\n"

def test_capfd(capfd, shop):
    shop.say()
    assert capfd.readouterr().out == "hello\\n"

def test_monkeypatch(monkeypatch):
    monkeypatch.setenv("A", "b")
    import os
    assert os.environ["A"] == "b"

def test_caplog(caplog):
    import logging
    logging.getLogger("x").warning("careful")
    assert caplog.messages == ["careful"]

def test_warns(shop):
    with pytest.warns(UserWarning):
        shop.warn()

async def test_coroutine(shop):
    await asyncio.sleep(0)
    assert shop.name == "shop"

@pytest.mark.parametrize("factory", [Shop, lambda: Shop()])
@pytest.mark.parametrize("n", [1, 2])
def test_rows(factory, n):
    assert factory().times(n) == double(n)

class TestGroup:
    @pytest.fixture(autouse=True)
    def ready(self):
        self.shop = Shop()

    def test_method(self):
        assert self.shop.times(4) == 8

class Base:
    def test_inherited(self):
        assert self.make().times(1) == 2

class TestDerived(Base):
    make = Shop

class TestUnit(unittest.TestCase):
    def setUp(self):
        self.shop = Shop()

    def test_unit(self):
        self.assertEqual(self.shop.times(3), 6)

    def test_sub(self):
        for n in range(3):
            with self.subTest(n=n):
                self.assertEqual(self.shop.times(n), 2 * n)

    @unittest.skip("extra")
    def test_extra(self):
        self.fail()

    @unittest.expectedFailure
    def test_unit_known(self):
        self.fail()

@unittest.skip("all of it")
class TestUnitOld(unittest.TestCase):
    def test_unit_old(self):
        self.fail()

class TestAsyncUnit(unittest.IsolatedAsyncioTestCase):
    async def test_async_unit(self):
        self.assertEqual(Shop().times(3), 6)

def test_subtests(subtests):
    for n in range(3):
        with subtests.test(n=n):
            assert Shop().times(n) == 2 * n

@pytest.mark.skipif(sys.version_info > (3,), reason="old")
def test_old():
    assert False

@pytest.mark.xfail
def test_known():
    assert False
''',
    "unit/test_inner.py": "from shop import price\ndef test_inner(shop):\n    assert price == 3\n",
    "unit/conftest.py": "import pytest\n@pytest.fixture\ndef shop():\n    return 'inner'\n",
    "pytest.ini": "[pytest]\nmarkers =\n    slow: takes long\nxfail_strict = true\n",
}
SHOP = {
    "shop.py": """
import warnings
price = 3

class Shop:
    name = "shop"
    def say(self):
        print("hello")
    def warn(self):
        warnings.warn("x")
    def times(self, n):
        return 2 * n
"""
}


@pytest.mark.parametrize("python", PYTHONS)
def test_suites_use_what_pytest_has(tmp_path, python):
    problem = Problem(tmp_path, GRADER, SHOP, ["shop.py"], python)
    assert "error" not in problem.collected, problem.collected
    skipped = {test["function"]: test["skipped"] for test in problem.collected["tests"] if "skipped" in test}
    assert skipped == {"test_old": "old", "test_known": "expected to fail", "test_extra": "extra",
                       "test_unit_known": "expected to fail", "test_unit_old": "all of it"}
    report = problem.judge(SHOP)
    assert [test for test in report["tests"] if test["outcome"] != "passed"] == []
    assert problem.calibrated["without"] == []
    wrong = problem.judge({"shop.py": SHOP["shop.py"].replace("2 * n", "n")})
    failed = {test["id"].partition("::")[2].partition("[")[0] for test in wrong["tests"] if test["outcome"] != "passed"}
    assert failed == {"test_rows", "TestGroup::test_method", "TestDerived::test_inherited", "TestUnit::test_unit",
                      "TestUnit::test_sub", "TestAsyncUnit::test_async_unit", "test_subtests"}


def test_hypothesis(tmp_path):
    pytest.importorskip("hypothesis")
    grader = {"test_h.py": "from hypothesis import given, strategies as st\nfrom m import f\n"
                           "@given(st.integers())\ndef test_f(n):\n    assert f(n) == n + 1\n"}
    problem = Problem(tmp_path, grader, {"m.py": "def f(n): return n + 1"}, ["m.py"])
    assert problem.points(problem.judge({"m.py": "def f(n): return n + 1"})) == 1
    report = problem.judge({"m.py": "def f(n): return n + 1 if n < 5 else 0"})
    assert problem.points(report) == 0 and not report["tampering"]


def test_hypothesis_is_made_ready_for_judging(tmp_path):
    pytest.importorskip("hypothesis")
    grader = {"test_h.py": """
import _pytest
import m
from hypothesis import given, settings, strategies as st
from hypothesis.internal import charmap
from hypothesis.internal.constants_ast import is_local_module_file

def test_only_the_submission_is_parsed_for_constants():
    assert is_local_module_file(m.__file__)
    assert not is_local_module_file(_pytest.__file__)

def test_the_table_of_characters_is_there():
    assert charmap._charmap is not None
    assert charmap.intervals_from_codec.cache_info().currsize == 1

def test_a_busy_host_changes_nothing():
    assert settings().deadline is None and settings().derandomize and settings().database is None

@given(st.text())
def test_f(text):
    assert m.f(text) == text
"""}
    problem = Problem(tmp_path, grader, {"m.py": "def f(text): return text"}, ["m.py"])
    report = problem.judge({"m.py": "def f(text): return text"})
    assert [test["outcome"] for test in report["tests"]] == ["passed"] * 4, report
    # The same examples in every run: a submission that is wrong for few of them doesn't depend on luck.
    rare = {"m.py": "def f(text): return text if len(text) != 7 else ''"}
    assert len({problem.judge(rare)["tests"][3]["message"] for _ in range(2)}) == 1


ENDS = {
    "passed": "def f(): return 1",
    "failed": "def f(): return 2",
    "timeout": "def f():\n    while True: pass",
    "crashed": "import os\ndef f(): os.abort()",
    "missing": "import os\ndef f(): os._exit(0)",
    "error": "import nowhere",
    "skipped": "import pytest\ndef f(): pytest.skip('x')",
}


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    grader = {"test_one.py": "from m import f\ndef test_one():\n    assert f() == 1\ndef test_two():\n    assert True\n"}
    return Problem(tmp_path_factory.mktemp("one"), grader, {"m.py": "def f(): return 1"}, ["m.py"])


@pytest.mark.parametrize("outcome", ENDS)
def test_each_end_costs_one_test(one, outcome):
    report = one.judge({"m.py": ENDS[outcome]})
    first, second = report["tests"]
    assert first["outcome"] == outcome
    if outcome != "error":
        assert second["outcome"] == "passed"


def test_a_failure_says_what_pytest_says(one):
    text = "def g():\n    return {}['key']\n\ndef f():\n    print('so far')\n    return g()\n"
    [first, _] = one.judge({"m.py": text})["tests"]
    assert first["message"] == "KeyError: 'key'" and first["exception"] == "KeyError"
    assert [(f["line"], f["function"], f["source"]) for f in first["traceback"]] == [
        (6, "f", "return g()"), (2, "g", "return {}['key']")]
    assert first["where"] == {"file": "test_one.py", "line": 3, "source": "assert f() == 1"}
    assert first["output"] == "so far\n"
    [first, _] = one.judge({"m.py": "def f(): return 2"})["tests"]
    assert first["message"].startswith("assert 2 == 1\n +  where 2 = ")


def test_what_a_test_leaves_is_gone_for_the_next(one):
    text = ("import os, time\nif os.path.exists('left'):\n    os._exit(1)\nopen('left', 'w').close()\n"
            "os.chmod('.', 0o500)\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\ndef f(): return 1\n")
    report = one.judge({"m.py": text})
    assert [test["outcome"] for test in report["tests"]] == ["passed", "passed"]
    assert not (one.folder / "submission" / "left").exists()


BROKEN = {
    "no_file": ({"readme.txt": ""}, "", 0, "no Python file"),
    "no_tests": ({"test_a.py": "x = 1\n"}, "", 0, "no tests"),
    "syntax": ({"test_a.py": "x = 1\ndef f(:\n"}, "test_a.py", 2, "SyntaxError"),
    "raises": ({"test_a.py": "x = 1\ny = x / 0\n"}, "test_a.py", 2, "ZeroDivisionError"),
    "imports": ({"test_a.py": "import nowhere\n"}, "test_a.py", 1, "submit.files"),
    "twice": ({"test_a.py": "def test_x():\n    pass\ndef test_x():\n    pass\n"}, "test_a.py", 3, "defined twice"),
    "depends": ({"test_a.py": "from m import TABLE\nx = [row for row in TABLE]\n"}, "test_a.py", 2, "depends on the submission"),
    "conftest": ({"conftest.py": "1 / 0\n", "test_a.py": "def test_x(): pass\n"}, "conftest.py", 1, "ZeroDivisionError"),
    "points": ({"test_a.py": "import pytest\n@pytest.mark.points('x')\ndef test_x(): pass\n"}, "test_a.py", 2, "points must be"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_suite_is_told_with_its_place(tmp_path, name):
    grader, file, line, words = BROKEN[name]
    box = Box(tmp_path)
    box.lay(grader, {})
    error = box.call("collect", {"submitted": ["m.py"]})["error"]
    assert (error["file"], error["line"]) == (file, line), error
    assert words in error["message"]


def test_weights_and_openness(tmp_path):
    grader = {"test_a.py": "import pytest\nfrom m import f\n@pytest.mark.points(2)\n@pytest.mark.slow\ndef test_x(): pass\n"
                           "@pytest.mark.open\ndef test_y(): pass\n@pytest.mark.secret\ndef test_z(): pass\n"}
    box = Box(tmp_path)
    box.lay(grader, {})
    tests = box.call("collect", {"submitted": ["m.py"]})["tests"]
    assert [(t["weight"], t["open"]) for t in tests] == [(2, False), (1, True), (1, False)]
    tests = box.call("collect", {"submitted": ["m.py"], "open": ["*"], "weights": {"@slow": 5, "*_z": 0.5}})["tests"]
    assert [(t["weight"], t["open"]) for t in tests] == [(5, True), (1, True), (0.5, False)]


def test_attempts_see_nothing_of_each_other(one):
    """Six descriptors: the standard three, the way out, pytest's closed log, and the folder that is being read."""
    text = ("import os\nbox = os.path.dirname(os.getcwd())\n"
            "seen = [os.stat(p).st_mtime for p in ('.', box, '../grader', __file__, '../grader/test_one.py')]\n"
            "if 5 in seen or os.path.exists('../x') or os.listdir('../tmp') or len(os.listdir('/proc/self/fd')) != 6:\n"
            "    os._exit(3)\n"
            "def f():\n"
            "    for p in ('.', box, '../grader', __file__): os.utime(p, (5, 5))\n"
            "    os.symlink('/', '../x')\n    os.makedirs('../tmp/a/b/c')\n    os.chmod('../tmp/a', 0)\n"
            "    os.unlink('../grader/test_one.py')\n    os.rename('../grader', '../other')\n"
            "    os.truncate(__file__, 0)\n    return 1\n")
    report = one.judge({"m.py": text})
    assert [test["outcome"] for test in report["tests"]] == ["passed", "passed"], report
    assert (one.folder / "submission" / "m.py").read_text() == text
