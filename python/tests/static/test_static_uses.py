"""must_use and must_not_use: where, how often, and in code that can run."""
import pytest

# rule, source, lines of findings
CASES = {
    "a loop elsewhere": ({"must_not_use": "for", "in": "fact"}, "for x in y: pass\ndef fact(n): return 1", []),
    "a loop inside": ({"must_not_use": "for", "in": "fact"}, "def fact(n):\n    for x in y: pass", [2]),
    "a loop in a nested function": ({"must_not_use": "for", "in": "fact"}, "def fact(n):\n    def go():\n        for x in y: pass", [3]),
    "a loop in a helper": ({"must_not_use": "for", "in": "fact"}, "def go():\n    for x in y: pass\ndef fact(n): return go()", [2]),
    "a loop in a method that is called": (
        {"must_not_use": "for", "in": "fact"},
        "class Box:\n    def go(self):\n        for x in y: pass\ndef fact(n): return Box().go()", [3]),
    "a loop behind a container of functions": (
        {"must_not_use": "for", "in": "fact"}, "def go():\n    for x in y: pass\nways = {1: go}\ndef fact(n): return ways[n]()", [2]),
    "a loop in the decorator": (
        {"must_not_use": "for", "in": "fact"}, "def deco(f):\n    for x in y: pass\n@deco\ndef fact(n): return 1", [2]),
    "helpers left out": ({"must_not_use": "for", "in": "fact", "helpers": False}, "def go():\n    for x in y: pass\ndef fact(n): return go()", []),
    "a method by name": ({"must_not_use": "while", "in": "Box.go"}, "class Box:\n    def go(self):\n        while x: pass\n    def stay(self):\n        while x: pass", [3]),
    "methods by glob": ({"must_not_use": "while", "in": "Box.*"}, "class Box:\n    def go(self):\n        while x: pass\n    def stay(self):\n        while x: pass", [3, 5]),
    "a lambda by name": ({"must_not_use": "ternary", "in": "f"}, "f = lambda n: 1 if n else 2", [1]),
    "no such function": ({"must_not_use": "for", "in": "fact"}, "def fac(n): return 1", [0]),
    "no such function to use in": ({"must_use": "for", "in": "fact"}, "def fac(n): return 1", [0]),
    "too many": ({"must_not_use": "if", "at_most": 1}, "if x: pass\nif y: pass\nif z: pass", [2, 3]),
    "not too many": ({"must_not_use": "if", "at_most": 3}, "if x: pass\nif y: pass\nif z: pass", []),
    "often enough": ({"must_use": "if", "at_least": 2}, "if x: pass\nif y: pass", []),
    "not often enough": ({"must_use": "if", "at_least": 3}, "if x: pass\nif y: pass", [0]),
    "used too often": ({"must_use": "if", "at_most": 1}, "if x: pass\nif y: pass", [2]),
    "all of them": ({"must_use": ["if", "while"]}, "if x: pass", [0]),
    "any of them": ({"must_use": ["if", "while"], "any": True}, "if x: pass", []),
    "none of any": ({"must_use": ["if", "while"], "any": True}, "x = 1", [0, 0]),
    "used in the function": ({"must_use": "comprehension", "in": "f"}, "def f(n): return [x for x in n]", []),
    "used in a helper": ({"must_use": "comprehension", "in": "f"}, "def f(n): return g(n)\ndef g(n): return [x for x in n]", []),
    "used beside it": ({"must_use": "comprehension", "in": "f"}, "def f(n): return n\ndef g(n): return [x for x in n]", [1]),
    "used in code under if False": ({"must_use": "for", "in": "f"}, "def f(n):\n    if False:\n        for x in n: pass\n    return 1", [1]),
    "used under a false name": ({"must_use": "for", "in": "f"}, "DEBUG = 0\ndef f(n):\n    if DEBUG:\n        for x in n: pass\n    return 1", [2]),
    "used under a false sum": ({"must_use": "for", "in": "f"}, "def f(n):\n    if 1 - 1 or not 'a':\n        for x in n: pass\n    return 1", [1]),
    "used after a return": ({"must_use": "for", "in": "f"}, "def f(n):\n    return 1\n    for x in n: pass", [1]),
    "used after a sure return": ({"must_use": "for", "in": "f"}, "def f(n):\n    if n:\n        return 1\n    else:\n        raise E\n    for x in n: pass", [1]),
    "used after an endless loop": ({"must_use": "for", "in": "f"}, "def f(n):\n    while True:\n        n += 1\n    for x in n: pass", [1]),
    "used after a loop with an end": ({"must_use": "for", "in": "f"}, "def f(n):\n    while True:\n        break\n    for x in n: pass", []),
    "used on nothing": ({"must_use": "for", "in": "f"}, "def f(n):\n    for x in (): pass\n    return n", [1]),
    "used in a while that never runs": ({"must_use": "while", "in": "f"}, "def f(n):\n    while 0: pass\n    return n", [1]),
    "used behind false and": ({"must_use": "comprehension", "in": "f"}, "def f(n): return n or (False and [x for x in n])", [1]),
    "used in a nested function that nobody calls": ({"must_use": "for", "in": "f"}, "def f(n):\n    def g():\n        for x in n: pass\n    return 1", [1]),
    "used in a nested function": ({"must_use": "for", "in": "f"}, "def f(n):\n    def g():\n        for x in n: pass\n    return g()", []),
    "an unused lambda": ({"must_use": "lambda", "in": "f"}, "def f(n):\n    _ = lambda: 0\n    return n", [1]),
    "a lambda left lying": ({"must_use": "lambda", "in": "f"}, "def f(n):\n    (lambda: 0)\n    return n", [1]),
    "a lambda": ({"must_use": "lambda", "in": "f"}, "def f(n): return sorted(n, key=lambda x: -x)", []),
    "dead code counts where that is switched off": ({"must_use": "for", "in": "f", "reachable": False}, "def f(n):\n    return 1\n    for x in n: pass", []),
    "dead code is forbidden too": ({"must_not_use": "for", "in": "f"}, "def f(n):\n    return 1\n    for x in n: pass", [3]),
    "a public function without a rule about it": ({"must_use": "for"}, "def f(n):\n    for x in n: pass", []),
    "a private function that nobody calls": ({"must_use": "for"}, "def _f(n):\n    for x in n: pass", [0]),
    "a decoy before the function": ({"must_use": "for", "in": "f"}, "def f(n):\n    for x in n: pass\ndef f(n): return 1", [3]),
    "a decoy that is bound again": ({"must_use": "for", "in": "f"}, "def f(n):\n    for x in n: pass\nf = len", [3]),
    "a property and its setter": (
        {"must_use": "if", "in": "C.x"},
        "class C:\n    @property\n    def x(self):\n        return 1 if self else 2\n    @x.setter\n    def x(self, v):\n        if v: pass", []),
    "a builtin": ({"must_use": "sorted"}, "print(sorted(x))", []),
    "a builtin of another name": ({"must_use": "sorted"}, "def sorted(x): return x\nprint(sorted(x))", [0]),
    "a name of the submission": ({"must_use": "name helper"}, "def helper(): pass\nhelper()", []),
    "an import": ({"must_use": "import itertools"}, "from itertools import chain", []),
    "no import": ({"must_use": "import itertools"}, "import it", [0]),
    "an attribute": ({"must_use": ".sort()"}, "x.sort()", []),
}

RECURSION = {
    "direct": ("def f(n):\n    return 1 if n < 2 else n * f(n - 1)", True),
    "mutual": ("def f(n): return g(n)\ndef g(n): return n and f(n - 1)", True),
    "in a helper": ("def f(n): return go(n, 1)\ndef go(n, k):\n    return k if n < 2 else go(n - 1, n * k)", True),
    "in a nested function": ("def f(n):\n    def go(k): return k and go(k - 1)\n    return go(n)", True),
    "by map": ("def f(n): return list(map(f, n))", True),
    "a lambda": ("f = lambda n: n and f(n - 1)", True),
    "a method": ("class T:\n    def f(self): return self.left.f()\ndef f(n): return T().f()", True),
    "memoised": ("import functools\n@functools.lru_cache\ndef f(n): return n and f(n - 1)", True),
    "no recursion": ("def f(n):\n    for x in n: pass", False),
    "a call of another": ("def f(n): return g(n)\ndef g(n): return 1", False),
    "the method of a base class": ("class S(B):\n    def f(self): return super().f()\ndef f(n): return S().g()", False),
    "a container's method": ("class S:\n    def f(self): return self.add(1)\n    def append(self, x): self.items.append(x)\n    def add(self, x): self.append(x)\ndef f(n): return S().f()", False),
    "a cache": ("cache = {}\ndef g(n): return 1\ndef f(n):\n    if n not in cache: cache[n] = g(n)\n    return cache[n]", False),
}

# Recursion that must not pass for a loop, and of which must_use isn't sure.
HIDDEN = {
    "by a container": "ways = {}\ndef f(n): return ways['f'](n - 1)\nways['f'] = f",
    "by an alias": "def f(n): return other(n - 1)\nother = f",
    "by itself": "def f(n): return (lambda g: g(g, n))(lambda g, n: n and g(g, n - 1))",
    "by a decorator": "def again(g):\n    def go(n): return f(n - 1)\n    return go\n@again\ndef f(n): return 1",
    "by partial": "from functools import partial\ndef f(n): return step(n)\nstep = partial(lambda n: f(n - 1))",
    "by a class": "class C:\n    def __init__(self, n): self.x = f(n - 1)\ndef f(n): return C(n).x",
    "by a default": "def f(n, go=None): return g(n)\ndef g(n, go=lambda n: f(n - 1)): return go(n)",
    "by global": "def f(n): return h(n)\ndef g():\n    global h\n    h = f\ng()",
}


@pytest.mark.parametrize("name", CASES)
def test_uses(name, lines):
    rule, source, wanted = CASES[name]
    assert lines(rule, source) == wanted


@pytest.mark.parametrize("name", RECURSION)
def test_recursion(name, judge):
    source, recursive = RECURSION[name]
    assert judge({"must_use": "recursion", "in": "f"}, source)["outcome"] == ("passed" if recursive else "failed")
    assert judge({"must_not_use": "recursion", "in": "f"}, source)["outcome"] == ("failed" if recursive else "passed")


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden_recursion(name, judge):
    assert judge({"must_not_use": "recursion", "in": "f"}, HIDDEN[name])["outcome"] == "failed"


def test_dead_recursion_is_none(judge):
    source = "def f(n):\n    return 1\n    return f(n - 1)\ndef _other(n): return _other(n - 1)"
    assert judge({"must_use": "recursion", "in": "f"}, source)["outcome"] == "failed"
    assert judge({"must_use": "recursion"}, source)["outcome"] == "failed"


def test_what_other_rules_name_is_where_running_starts(judge):
    source = "def f(n): return 1\ndef demo(n):\n    for x in n: pass"
    assert judge({"must_use": "for"}, source)["outcome"] == "passed"
    assert judge({"must_use": "for"}, source, others=[{"id": "f", "must_define": "def f(n)"}])["outcome"] == "failed"


def test_functions_of_other_files_are_helpers(judge):
    files = {"main.py": "from tools.loops import go\ndef f(n): return go(n)", "tools/loops.py": "def go(n):\n    for x in n: pass"}
    report = judge({"must_not_use": "for", "in": "f"}, files)
    assert [(one["file"], one["line"]) for one in report["findings"]] == [("tools/loops.py", 2)]
    assert judge({"must_not_use": "for", "files": "main.py"}, files)["outcome"] == "passed"
    assert judge({"must_not_use": "for", "files": "tools/*"}, files)["outcome"] == "failed"
    assert judge({"must_not_use": "for", "in": "main:f"}, files)["outcome"] == "failed"
    assert judge({"must_not_use": "for", "files": "test_*"}, files)["outcome"] == "failed"
