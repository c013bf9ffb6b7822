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
    "noqa between other ends of lines": ({"ruff": "F"}, "import os  # noqa\r# ruff: noqa\rimport sys  # noqa\r", [1, 3]),
    "other words that silence": ({"ruff": "F"}, "# ruff: disable[F401]\nimport os  # ruff: ignore[F401]\n", [2]),
    "an encoding that is no cookie": ({"ruff": "F"}, "with open('x', encoding='utf-8') as f:\n    print(f)\n", []),
    "an encoding that is one": ({"ruff": "F"}, b"# -*- coding: latin-1 -*-\nprint('\xe9')\n", []),
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
    "ignored between other ends of lines": ({"mypy": "default"}, "x: int = 'x'  # type: ignore\r# mypy: ignore-errors\ry: int = 'y'\r", [1, 3]),
    "a type in a comment": ({"mypy": "strict"}, "def f(n):  # type: (int) -> int\n    return n\n", [1]),
    "left out for PY2": ({"mypy": "default"}, "PY2 = True\nif PY2:\n    x: int = 'x'\n", [3]),
    "left out but for type checkers": ({"mypy": "default"}, "from typing import TYPE_CHECKING as T, TYPE_CHECKING\nif TYPE_CHECKING:\n    x: int = 1\nelse:\n    x = 'x'\n", [5]),
    "left out for a version": ({"mypy": "default"}, "import sys\nif sys.version_info[0] < 3:\n    x: int = 'x'\nelif sys.version_info >= (3, 2):\n    y = 1\nelse:\n    x = 'x'\n", [3, 7]),
    "left out for a platform": ({"mypy": "default"}, "import sys\nif not sys.platform.startswith('linux') or sys.platform in ('win32', 'darwin'):\n    x: int = 'x'\n", [3]),
    "left out after an assertion": ({"mypy": "default"}, "MYPY = False\nassert not MYPY\nx: int = 'x'\n", [2]),
    "left out behind an or": ({"mypy": "default"}, "class C:\n    PY3 = False\nx: bool = C.PY3 or len(3)\n", [3]),
    "left out by a guard": ({"mypy": "default"}, "PY2 = True\nmatch 1:\n    case _ if PY2:\n        x: int = 'x'\n", [4]),
    "imports for a version": ({"mypy": "default"}, "import sys\nif sys.version_info >= (3, 11):\n    import tomllib\nelse:\n    import tomli as tomllib\n", []),
    "imports for type checkers": ({"mypy": "default"}, "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import json\nprint(TYPE_CHECKING)\n", []),
    "left out and allowed": ({"mypy": "default", "ignores": "allowed"}, "PY2 = True\nif PY2:\n    x: int = 'x'\n", []),
    "left out and some are allowed": ({"mypy": "default", "at_most": 3, "id": "must fail"}, "PY2 = True\nif PY2:\n    x: int = 'x'\n", [3]),
    "a module that mypy needs": ({"mypy": "default", "at_most": 3, "id": "must fail"}, {"typing.py": "Any = 1\n", "s.py": "x: int = 'x'\n"}, [0]),
    "types of a file that the rule isn't about": ({"mypy": "default", "files": "a.py"}, {"a.py": "from b import f\nx: str = f()\n", "b.py": "def f() -> int:\n    return 'x'\n"}, [2]),
    "an import that isn't there": ({"mypy": "default"}, "import nothing\n", []),
    "and is reported": ({"mypy": "default", "missing_imports": "reported"}, "import nothing\n", [1]),
}


@needs("mypy/__main__.py")
@pytest.mark.parametrize("name", MYPY)
def test_mypy(name, lines):
    rule, source, wanted = MYPY[name]
    assert lines(rule, source, layers=LAYERS) == wanted


@needs("bin/ruff")
def test_a_source_that_ends_ruff_fails(judge):
    source = "x: '" + "-" * 20_000 + "1' = 1\nimport os\n"
    report = judge({"ruff": "F", "at_most": 3}, source, layers=LAYERS)
    assert report["outcome"] == "failed" and "ruff can't look" in report["findings"][0]["message"]


def tool_that(folder: Path, code: str) -> list[str]:
    """A layer whose mypy does something else."""
    (folder / "layer/mypy").mkdir(parents=True)
    (folder / "layer/mypy/__init__.py").write_text("")
    (folder / "layer/mypy/__main__.py").write_text(f"import os, sys\ndef console_entry():\n    empty = 'empty.py' in sys.argv\n    {code}\n")
    return [str(folder / "layer")]


BROKEN = {
    "no module": "import nothing",
    "an exit code": "sys.exit(1)",
    "another exit code": "sys.exit(2)",
    "words": "print('INTERNAL ERROR'), sys.exit(2)",
    "a signal": "os.abort()",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_tool_that_does_not_work_is_an_error(name, judge, tmp_path):
    report = judge({"mypy": "strict"}, "x = 1", layers=tool_that(tmp_path, BROKEN[name]))
    assert report["outcome"] == "error", report


@pytest.mark.parametrize("name", BROKEN)
def test_a_tool_that_does_not_work_on_a_source_fails(name, judge, tmp_path):
    layers = tool_that(tmp_path, f"if not empty: {BROKEN[name]}")
    report = judge({"mypy": "strict", "at_most": 3}, "x = 1", layers=layers)
    assert report["outcome"] == "failed" and "mypy can't look" in report["findings"][0]["message"]


SILENCING = ["x = 1\n# mypy: ignore-errors\n", 'x = """\n# mypy: ignore-errors\n"""\n', "x = 1  # type:ignore\n", "\x0c# noqa\n", "x = (  # flake8: noqa\n)\n"]


@pytest.mark.parametrize("source", SILENCING)
def test_a_copy_has_no_word_that_silences(source):
    from pyjury_static.tool import heard

    text = heard(source)
    assert len(text) == len(source) and text.count("\n") == source.count("\n")
    assert not any(word in text for word in ("mypy:", "noqa", "type:"))


def test_a_copy_has_none_where_comments_cannot_be_told(monkeypatch):
    from pyjury_static import tool

    def lost(_):
        raise tool.tokenize.TokenError("lost")

    monkeypatch.setattr(tool.tokenize, "generate_tokens", lost)
    assert tool.heard("x = 1  # noqa\n") == "x = 1  # ----\n"
