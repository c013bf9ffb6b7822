"""only_imports and layers."""
import pytest

FILES = {
    "web/__init__.py": "",
    "web/views.py": "from domain.model import Thing",
    "domain/__init__.py": "",
    "domain/model.py": "class Thing: pass",
    "store/db.py": "import domain",
}
LAYERS = {"layers": [["web", "store"], "domain"]}


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("import math\nfrom collections import abc", []),
        ("import math, json", [1]),
        ("import os.path", [1]),
        ("from __future__ import annotations", []),
        ("import mathematics", [1]),
        ("from solution import x", []),
        ("import collections.abc as c\nprint(c.Sized, collections.abc)", []),
    ],
)
def test_only_imports(source, wanted, lines):
    assert lines({"only_imports": ["math", "collections"]}, source) == wanted


@pytest.mark.parametrize("name", ["os.py", "os/__init__.py", "codecs.py"])
def test_a_file_with_the_name_of_a_module_is_not_what_is_imported(name, judge):
    source = f"import {name.partition('/')[0].removesuffix('.py')}"
    assert judge({"only_imports": "math"}, {"solution.py": source, name: ""})["outcome"] == "failed"
    assert judge({"only_imports": ["os", "codecs"]}, {"solution.py": source, name: ""})["outcome"] == "passed"


def test_dynamic_code_is_none_of_the_findings_that_are_allowed(judge):
    assert judge({"only_imports": "math", "at_most": 1}, "import os")["outcome"] == "passed"
    assert judge({"only_imports": "math", "at_most": 1}, "exec(x)")["outcome"] == "failed"


@pytest.mark.parametrize("suffix", ["pyc", "so", "pyd", "cpython-311-x86_64-linux-gnu.so"])
def test_compiled_code_can_be_looked_at_by_no_rule(suffix, judge):
    files = {"solution.py": "import fast", f"fast.{suffix}": b"\0"}
    report = judge({"must_not_use": "eval"}, files)
    assert report["outcome"] == "failed" and report["findings"][0]["file"] == f"fast.{suffix}"
    assert judge({"must_not_use": "eval", "files": "*.py"}, files)["outcome"] == "passed"
    assert judge({"must_not_use": "eval"}, {"solution.py": "", "data.bin": b"\0"})["outcome"] == "passed"


def test_layers(judge):
    assert judge(LAYERS, FILES)["findings"] == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("domain/model.py", "from web import views"),
        ("domain/model.py", "from ..web.views import x"),
        ("domain/model.py", "def f():\n    import web.views"),
        ("domain/model.py", "import importlib\nimportlib.import_module('web.' + 'views')"),
        ("domain/__init__.py", "__import__('web')"),
        ("store/db.py", "import web"),
    ],
)
def test_layers_that_look_up(path, source, judge):
    report = judge(LAYERS, {**FILES, path: source})
    assert report["outcome"] == "failed" and {one["file"] for one in report["findings"]} == {path}


@pytest.mark.parametrize(
    ("source", "glue"),
    [
        ("import glue\nglue.web.views", "import web"),
        ("from glue import web", "import web"),
        ("from glue import *\nweb.views", "import web"),
        ("from glue import Page", "from web.views import Page"),
        ("from glue import page", "import web.views\npage = web.views"),
        ("import importlib\nimportlib.import_module(name='web')", ""),
        ("import importlib\nimportlib.import_module('.views', package='web')", ""),
    ],
)
def test_layers_by_a_module_of_none(source, glue, judge):
    report = judge(LAYERS, {**FILES, "glue.py": glue, "domain/model.py": source})
    assert report["outcome"] == "failed" and {one["file"] for one in report["findings"]} == {"domain/model.py"}


def test_layers_by_a_module_below(judge):
    files = {**FILES, "domain/__init__.py": "from .model import Thing", "domain/model.py": "class Thing: pass", "web/views.py": "from domain import Thing"}
    assert judge(LAYERS, files)["findings"] == []
