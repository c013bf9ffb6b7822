"""docstrings, type hints, names, measures and mistakes."""
import pytest

DEEP = "def f(x):\n    if x:\n        for y in x:\n            while y:\n                pass\n"
BRANCHY = "def f(a, b):\n    if a and b: return 1\n    elif a: return 2\n    return [x for x in a if x]\n"
LONG = 'def f():\n    """One\n    two."""\n\n    # three\n    x = 1\n    return (\n        x\n    )\n'

CASES = {
    "docstrings": ({"docstrings": "public"}, '"""M."""\nclass C:\n    """C."""\n    def f(self):\n        """F."""\ndef _g(): pass', []),
    "no docstrings": ({"docstrings": "public"}, "class C:\n    def f(self): pass", [0, 1, 2]),
    "private ones": ({"docstrings": "all", "of": "function"}, "def _g(): pass", [1]),
    "empty docstring": ({"docstrings": "public", "of": "function"}, 'def g():\n    """ ... """', [1]),
    "f-string is no docstring": ({"docstrings": "public", "of": "function"}, 'def g():\n    f"""Words."""', [1]),
    "findings that are allowed": ({"docstrings": "public", "at_most": 2}, "class C:\n    'C'\n    def f(self): pass", [0, 3]),
    "hints": ({"type_hints": "complete"}, "def f(a: int, *b: int, c: int = 1, **d: int) -> None: pass", []),
    "hints of methods": ({"type_hints": "complete"}, "class C:\n    def f(self, a: int) -> 'C': pass\n    @staticmethod\n    def g(a) -> None: pass", [4]),
    "no hints": ({"type_hints": "complete"}, "def f(a, *b, c=1, **d): pass", [1, 1, 1, 1, 1]),
    "hints that are none": ({"type_hints": "complete"}, "def f(a: ..., b: '') -> 3: pass", [1, 1, 1]),
    "hints of public functions": ({"type_hints": "public"}, "def _f(a): pass\ndef g(a: int) -> int: pass", []),
    "hints in one function": ({"type_hints": "complete", "in": "g"}, "def f(a): pass\ndef g(a) -> int: pass", [2]),
    "names": ({"naming": "pep8"}, "LIMIT = 1\nT = TypeVar('T')\nclass HttpServer:\n    def do_it(self, a_b): x_y = 1\nasync def f2(): pass", []),
    "other names": ({"naming": "pep8"}, "class http_server:\n    def doIt(self, aB): xY = 1", [1, 2, 2, 2]),
    "lines": ({"max_lines": 5}, LONG, []),
    "too many lines": ({"max_lines": 4}, LONG, [1]),
    "semicolons": ({"max_lines": 2}, "def f():\n    a = 1; b = 2; c = 3", [1]),
    "nesting": ({"max_nesting": 3}, DEEP, []),
    "too deep": ({"max_nesting": 2}, DEEP, [4]),
    "elif is not deeper": ({"max_nesting": 1}, "def f(x):\n    if x: pass\n    elif y: pass\n    elif z: pass", []),
    "complexity": ({"max_complexity": 6}, BRANCHY, []),
    "too complex": ({"max_complexity": 5}, BRANCHY, [1]),
    "line length": ({"max_line_length": 5}, "x = 1\nxy = 2\n", [2]),
    "a form feed ends no line": ({"max_line_length": 5}, "x = 1\x0c;y=2", [1]),
    "clean": ({"clean": "all"}, "import os\ndef f(a=(), b=None):\n    try: return os\n    except Exception: pass", []),
    "star": ({"clean": "star_imports"}, "from os import *", [1]),
    "mutable": ({"clean": "mutable_defaults"}, "def f(a=[], *, b=dict()): pass\ng = lambda x={}: x", [1, 1, 2]),
    "bare": ({"clean": "bare_excepts"}, "try: pass\nexcept: pass", [2]),
    "as bare": ({"clean": "bare_excepts"}, "import builtins as b\ntry: pass\nexcept b.BaseException: pass", [3]),
    "dead": ({"clean": "dead_code"}, "def f():\n    return 1\n    x = 1\nwhile True: pass\nx = 2", [3, 5]),
    "unused": ({"clean": "unused_imports"}, "import os, sys\nfrom a import b as c\nprint(sys)", [1, 2]),
    "used in other ways": ({"clean": "unused_imports"}, "from __future__ import annotations\nimport os.path\nfrom a import b, c, d as d\n__all__ = ['b']\ndef f(x: 'c'): os", []),
}


@pytest.mark.parametrize("name", CASES)
def test_style(name, lines):
    rule, source, wanted = CASES[name]
    assert lines(rule, source) == wanted
