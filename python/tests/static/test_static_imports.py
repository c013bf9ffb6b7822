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
