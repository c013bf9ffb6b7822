"""ruff and mypy from a layer. Without one in PYJURY_LAYERS or PYJURY_TEST_QA these are skipped, but for what is said then."""
import os
from pathlib import Path

import pytest

VARIABLES = ("PYJURY_LAYERS", "PYJURY_TEST_QA")
LAYERS = [layer for name in VARIABLES for layer in os.environ.get(name, "").split(":") if layer]


def needs(path: str):
    there = any((Path(layer) / path).exists() for layer in LAYERS)
    return pytest.mark.skipif(not there, reason=f"no layer has {path}")


@pytest.mark.parametrize("rule", [{"ruff": "F"}, {"mypy": "strict"}])
def test_a_missing_tool_is_an_error(rule, judge):
    report = judge(rule, "x = 1")
    assert report["outcome"] == "error" and "runtime" in report["jury"]


RUFF = {
    "clean": ({"ruff": "F"}, "import os\nprint(os)\n", []),
    "unused": ({"ruff": "F401"}, "x = 1\nimport os\n", [2]),
    "several codes": ({"ruff": ["F401", "E711"]}, "import os\nprint(print == None)\n", [1, 2]),
    "noqa": ({"ruff": "F"}, "import os  # noqa\n", [1]),
    "noqa with a code": ({"ruff": "F"}, "import os  # noqa: F401\n", [1]),
    "noqa of a file": ({"ruff": "F"}, "# ruff: noqa\n# flake8: noqa\nimport os\n", [3]),
    "noqa allowed": ({"ruff": "F", "ignores": "allowed"}, "import os  # noqa\n", []),
    "line length": ({"ruff": "E501", "line_length": 10}, "x = 1\nxyz = 'abcdef'\n", [2]),
    "configuration": ({"ruff": "F"}, {"a.py": "import os\n", "ruff.toml": "lint.ignore = ['F']\n"}, [1]),
    "a folder that ruff would leave out": ({"ruff": "F"}, {"build/a.py": "import os\n"}, [1]),
    "some are allowed": ({"ruff": "F", "at_most": 1}, "import os\n", [1]),
}


@needs("bin/ruff")
@pytest.mark.parametrize("name", RUFF)
def test_ruff(name, lines):
    rule, source, wanted = RUFF[name]
    assert lines(rule, source, layers=LAYERS) == wanted


@needs("bin/ruff")
def test_ruff_with_a_code_that_is_none(judge):
    assert judge({"ruff": "--fix"}, "x = 1", layers=LAYERS)["outcome"] == "error"
    assert judge({"ruff": "QQQ1"}, "x = 1", layers=LAYERS)["outcome"] == "error"


MYPY = {
    "clean": ({"mypy": "strict"}, "def f(n: int) -> int:\n    return n\n", []),
    "wrong": ({"mypy": "default"}, "def f(n: int) -> int:\n    return 'x'\n", [2]),
    "strict": ({"mypy": "strict"}, "def f(n):\n    return n\n", [1]),
    "default": ({"mypy": "default"}, "def f(n):\n    return n\n", []),
    "ignored": ({"mypy": "default"}, "x: int = 'x'  # type: ignore\n", [1]),
    "ignored with a code": ({"mypy": "default"}, "x: int = 'x'  # type:ignore[assignment]\n", [1]),
    "ignored file": ({"mypy": "default"}, "# type: ignore\n# mypy: ignore-errors\nx: int = 'x'\n", [3]),
    "ignored and allowed": ({"mypy": "default", "ignores": "allowed"}, "x: int = 'x'  # type: ignore\n", []),
    "no_type_check": ({"mypy": "default"}, "from typing import no_type_check as n\n@n\ndef f() -> int: return 'x'\n", [1, 2]),
    "unreachable": ({"mypy": "default"}, "def f(n: int) -> int:\n    return n\n    return 'x'\n", [3]),
    "several files": ({"mypy": "strict"}, {"a.py": "from b import f\nf('x')\n", "b.py": "def f(n: int) -> int:\n    return n\n"}, [2]),
    "a file that shadows": ({"mypy": "default"}, {"main.py": "x: int = 'x'\n", "json.py": "raise SystemExit\n", "mypy.ini": "[mypy]\nignore_errors = true\n"}, [1]),
    "an import that isn't there": ({"mypy": "default"}, "import nothing\n", []),
    "and is reported": ({"mypy": "default", "missing_imports": "reported"}, "import nothing\n", [1]),
}


@needs("mypy/__main__.py")
@pytest.mark.parametrize("name", MYPY)
def test_mypy(name, lines):
    rule, source, wanted = MYPY[name]
    assert lines(rule, source, layers=LAYERS) == wanted
