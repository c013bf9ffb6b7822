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
    "a property that is called and its setter": (
        {"must_not_use": "for", "in": "C.x"}, "class C:\n    x = property(lambda self: 1)\n    @x.setter\n    def x(self, v): pass", []),
    "a module that is imported above": ({"must_not_use": "import os", "in": "f"}, "import os\ndef f(): return os.getcwd()", [2]),
    "a module's function that is imported above": (
        {"must_not_use": "import os", "in": "f"}, "from os import getcwd as here\ndef f(): return here()", [2]),
    "a module that is imported above and called otherwise": (
        {"must_not_use": "import os.path", "in": "f"}, "import os as system\ndef f():\n    x = system.path\n    return x.join('a')", [3, 4]),
    "a module that a helper uses": (
        {"must_not_use": "import os", "in": "f"}, "import os\ndef f(): return g()\ndef g(): return os.getcwd()", [3]),
    "a module that is imported and used inside": ({"must_not_use": "import os", "in": "f"}, "def f():\n    import os\n    return os.getcwd()", [2]),
    "a module that others use": ({"must_not_use": "import os", "in": "f"}, "import os\ndef f(): return 1\ndef g(): return os.getcwd()", []),
    "a variable of the module's name": ({"must_not_use": "import os", "in": "f"}, "import os\ndef f(os): return os.getcwd()", []),
    "a module that is imported above must be used": ({"must_use": "import os", "in": "f"}, "import os\ndef f(): return os.getcwd()", []),
    "a module that is imported above and isn't used": ({"must_use": "import os", "in": "f"}, "import os\ndef f(): return 1", [2]),
    "a builtin": ({"must_use": "sorted"}, "print(sorted(x))", []),
    "a builtin of another name": ({"must_use": "sorted"}, "def sorted(x): return x\nprint(sorted(x))", [0]),
    "a name of the submission": ({"must_use": "name helper"}, "def helper(): pass\nhelper()", []),
    "an import": ({"must_use": "import itertools"}, "from itertools import chain", []),
    "no import": ({"must_use": "import itertools"}, "import it", [0]),
    "an attribute": ({"must_use": ".sort()"}, "x.sort()", []),
    "the decorator of a function": ({"must_use": "functools.cache", "in": "f"}, "import functools\n@functools.cache\ndef f(n): return n", []),
    "the decorator of a function, forbidden": ({"must_not_use": "functools.cache", "in": "f"}, "import functools\n@functools.cache\ndef f(n): return n", [2]),
    "the decorator of a helper": ({"must_not_use": "functools.cache", "in": "f"}, "import functools\n@functools.cache\ndef g(n): return n\ndef f(n): return g(n)", [2]),
    "the decorator of another function": ({"must_not_use": "functools.cache", "in": "f"}, "import functools\n@functools.cache\ndef g(n): return n\ndef f(n): return n", []),
    "the decorator of a class": ({"must_use": "functools.total_ordering", "in": "C"}, "import functools\n@functools.total_ordering\nclass C: pass", []),
    "the base of a class": ({"must_use": "enum.Enum", "in": "C"}, "import enum\nclass C(enum.Enum): pass", []),
    "the decorator of a method": ({"must_use": "functools.cache", "in": "C.f"}, "import functools\nclass C:\n    @functools.cache\n    def f(self): pass", []),
    "a default": ({"must_use": "lambda", "in": "f"}, "def f(n, key=lambda x: x): return key(n)", []),
    "the default of a helper": ({"must_not_use": "comprehension", "in": "f"}, "def g(n, t=[x for x in 'ab']): return t\ndef f(n): return g(n)", [1]),
    "the type of a result": ({"must_use": "typing.Any", "in": "f"}, "import typing\ndef f(n) -> typing.Any: return n", []),
    "the type of a helper's parameter": ({"must_not_use": "typing.Any", "in": "f"}, "import typing\ndef g(n: typing.Any): return n\ndef f(n): return g(n)", [2]),
    "a comprehension as a type": ({"must_use": "comprehension", "in": "f"}, "def f(n: [x for x in 'ab']): return n", [1]),
    "a comprehension as a type, forbidden": ({"must_not_use": "comprehension", "in": "f"}, "def f(n: [x for x in 'ab']): return n", [1]),
    "a list in a type": ({"must_use": "list", "in": "f"}, "from typing import Callable\ndef f(n: Callable[[int], str]): return n", [2]),
    "a list in a type, forbidden": ({"must_not_use": ["list", "tuple"], "in": "f"}, "from typing import Callable\ndef f(n: Callable[[int], dict[str, int]]): return n", []),
    "the tuple of an index": ({"must_use": "tuple", "in": "f"}, "def f(n): return n[1, 2]", [1]),
    "the tuple of an index, forbidden": ({"must_not_use": "tuple", "in": "f"}, "def f(n): return n[1, 2]", [1]),
    "only imported": ({"must_use": "collections.deque"}, "from collections import deque", [0]),
    "only said in a type": ({"must_use": "collections.deque", "in": "f"}, "from collections import deque\ndef f(n: deque):\n    q: deque = []\n    return q", [2]),
    "only said": ({"must_use": "sorted", "in": "f"}, "def f(n):\n    sorted\n    return n", [1]),
    "kept for nobody": ({"must_use": "sorted", "in": "f"}, "def f(n):\n    _ = sorted\n    return n", [1]),
    "a call that is kept for nobody": ({"must_use": "sorted", "in": "f"}, "def f(n):\n    _ = sorted(n)\n    return n", []),
    "an f-string left lying": ({"must_use": "f-string", "in": "f"}, "def f(n):\n    f'{n}'\n    return n", [1]),
    "a slice left lying": ({"must_use": "slicing", "in": "f"}, "def f(n):\n    n[1:]\n    return n", [1]),
    "a loop over list()": ({"must_use": "for", "in": "f"}, "def f(n):\n    for x in list(): pass", [1]),
    "a loop over a range of nothing": ({"must_use": "for", "in": "f"}, "def f(n):\n    for x in range(3, 3): pass", [1]),
    "a loop over a list of its own": ({"must_use": "for", "in": "f"}, "def list(): return 'ab'\ndef f(n):\n    for x in list(): pass", []),
    "used where nothing is caught": ({"must_use": "for", "in": "f"}, "def f(n):\n    try: pass\n    except E:\n        for x in n: pass", [1]),
    "used where something is caught": ({"must_use": "for", "in": "f"}, "def f(n):\n    try: n()\n    except E:\n        for x in n: pass", []),
    "used behind a guard that never holds": ({"must_use": "for", "in": "f"}, "def f(n):\n    match n:\n        case _ if False:\n            for x in n: pass", [1]),
    "used in a case of another constant": ({"must_use": "for", "in": "f"}, "def f(n):\n    match 0:\n        case 1:\n            for x in n: pass", [1]),
    "used in a case of the constant": ({"must_use": "for", "in": "f"}, "def f(n):\n    match 1:\n        case 1:\n            for x in n: pass", []),
    "used after an exit": ({"must_use": "for"}, "import sys\nsys.exit()\nfor x in y: pass", [0]),
    "used after an exit that may be caught": ({"must_use": "for"}, "import sys\ntry: sys.exit()\nexcept SystemExit: pass\nfor x in y: pass", []),
    "used after an exit of its own": ({"must_use": "for"}, "def exit(): pass\nexit()\nfor x in y: pass", []),
    "used after a with that returns": ({"must_use": "for", "in": "f"}, "def f(n):\n    with suppress(E):\n        return n()\n    for x in n: pass", []),
    "used in the body of an overload": ({"must_use": "for", "in": "f"}, "from typing import overload\n@overload\ndef f(n):\n    for x in n: pass\ndef f(n): return n", [3]),
    "used in the head of an overload": ({"must_use": "typing.overload", "in": "f", "at_least": 2}, "from typing import overload as o\n@o\ndef f(n: int): ...\n@o\ndef f(n: str): ...\ndef f(n): return n", []),
    "a decoy that says it is an overload": ({"must_use": "for", "in": "f"}, "def overload(g): return g\n@overload\ndef f(n):\n    for x in n: pass\ndef f(n): return n", [5]),
    "a decoy that registers": ({"must_use": "for", "in": "f"}, "@r.register\ndef f(n):\n    for x in n: pass\n@r.register\ndef f(n): return n", [5]),
    "replaced as an attribute of the module": ({"must_use": "for", "in": "f"}, "import solution\ndef f(n):\n    for x in n: pass\nsolution.f = len", [4]),
    "replaced by the module's name": ({"must_use": "for", "in": "f"}, "import sys\ndef f(n):\n    for x in n: pass\nsetattr(sys.modules[__name__], 'f', len)", [4]),
    "replaced as an attribute of the class": ({"must_use": "for", "in": "C.f"}, "class C:\n    def f(self):\n        for x in self: pass\nC.f = len", [4]),
    "an attribute of the name of another": ({"must_use": "for", "in": "C.f"}, "class C:\n    def f(self):\n        for x in self: pass\nD.f = len", []),
    "a name under another one": ({"must_not_use": "name helper"}, "def helper(): pass\nh = helper\nh()", [2, 3]),
    "a name of another module": ({"must_not_use": "name helper", "in": "f"}, "from a import helper as h\ndef f(): h()", [2]),
    "a name as an attribute of a module": ({"must_not_use": "name helper", "in": "f"}, "import a\ndef f(): a.helper()", [2]),
    "an attribute that is called so": ({"must_not_use": "name helper", "in": "f"}, "def f(x): x.helper()", []),
    "a type as a text": ({"must_not_use": "typing.Any"}, "import typing\ndef f(n: 'typing.Any'): pass", [2]),
    "a type as a text in a cast": ({"must_not_use": "typing.Any"}, "from typing import Any as A, cast\ncast('list[A]', 1)", [1, 2]),
    "a text that says it": ({"must_not_use": "typing.Any"}, "print('Any')", []),
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
    "overloads": ("from typing import overload\n@overload\ndef f(n: int): ...\n@overload\ndef f(n: str): ...\ndef f(n): return n and f(n - 1)", True),
    "printed": ("def f(n):\n    print(f)\n    return n", None),
    "a question about it": ("def f(n): return n if callable(f) else 0", None),
    "a cache": ("cache = {}\ndef g(n): return 1\ndef f(n):\n    if n not in cache: cache[n] = g(n)\n    return cache[n]", False),
}

# It only looks like coming back.
STRAIGHT = {
    "a handler that uses what it was given to": "bus = make()\ndef f(n): bus.publish(n)\nbus.subscribe('n', f)",
    "a decorated test that uses the decorator's module": "import pytest\n@pytest.mark.parametrize('n', [1])\ndef f(n): pytest.raises(n)",
    "tasks of a function of its own": "import asyncio\nasync def f(n):\n    async def go(): await asyncio.sleep(n)\n    await asyncio.gather(go(), *(go() for _ in n))",
    "a list that is filled by a function that looks at it": "def f(n):\n    found = []\n    found.extend(iter(lambda: len(found) and None, None))",
}

# Recursion that must not pass for a loop, and of which must_use isn't sure.
HIDDEN = {
    "by a container": "ways = {}\ndef f(n): return ways['f'](n - 1)\nways['f'] = f",
    "by a container that it was put into": "ways = []\ndef f(n): return ways[0](n - 1)\nways.append(f)",
    "by a container of its decorator's": "ways = []\n@ways.append\ndef f(n): return ways[0](n - 1)",
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
    if recursive is not None:  # It may come back, and doesn't call itself.
        assert judge({"must_not_use": "recursion", "in": "f"}, source)["outcome"] == ("failed" if recursive else "passed")


@pytest.mark.parametrize("name", STRAIGHT)
def test_no_recursion(name, judge):
    assert judge({"must_not_use": "recursion", "in": "f"}, STRAIGHT[name])["findings"] == []


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


LOOP = "def go(n):\n    for x in n: pass\n"
# Where the loop is that f runs, in the files that it is in.
ELSEWHERE = {
    "by a star": {"solution.py": "from loops import *\ndef f(n): return go(n)", "loops.py": LOOP},
    "by getattr": {"solution.py": "import loops\ndef f(n): return getattr(loops, 'go')(n)", "loops.py": LOOP},
    "in a package beside a module": {"solution.py": "import loops\ndef f(n): return loops.go(n)", "loops.py": "def go(n): pass", "loops/__init__.py": LOOP},
    "in a folder of its own": {"solution.py": "import sys\nsys.path.append('src')\nimport loops\ndef f(n): return loops.go(n)", "src/loops.py": LOOP},
    "in a folder, by name": {"solution.py": "import sys\nsys.path.append('src')\nfrom loops import go\ndef f(n): return go(n)", "src/loops.py": LOOP},
    "in a metaclass": {"solution.py": "class M(type):\n    def __call__(cls, n):\n        for x in n: pass\nclass C(metaclass=M): pass\ndef f(n): return C(n)"},
    "on builtins": {"solution.py": "import builtins\n" + LOOP + "builtins.gone = go\ndef f(n): return gone(n)"},
    "in a list": {"solution.py": "box = []\n@box.append\n" + LOOP + "def f(n): return box[0](n)"},
    "in a table of a decorator's": {"solution.py": "T = {}\ndef put(k):\n    def d(g): T[k] = g\n    return d\n@put(1)\n" + LOOP + "def f(n): return T[1](n)"},
    "registered": {"solution.py": "from functools import singledispatch\n@singledispatch\ndef h(n): pass\n@h.register\ndef _(n: list):\n    for x in n: pass\ndef f(n): return h(n)"},
    "given to an object": {"solution.py": "box = {}\n" + LOOP + "box.setdefault(1, go)\ndef f(n): return box[1](n)"},
    "given as an attribute": {"solution.py": "def f(n): return f.go(n)\n" + LOOP + "setattr(f, 'go', go)"},
    "in a generator that has begun": {"solution.py": "def gen():\n    for x in 'ab': yield x\nit = gen()\ndef f(n): return next(it)"},
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_loop_elsewhere(name, judge):
    assert judge({"must_not_use": "for", "in": "f"}, ELSEWHERE[name])["outcome"] == "failed"


def test_what_is_registered_elsewhere_is_no_helper(judge):
    source = "T = {}\nU = []\ndef put(g): U.append(g)\n@put\n" + LOOP + "def f(n): return T.get(n)"
    assert judge({"must_not_use": "for", "in": "f"}, source)["outcome"] == "passed"


def test_a_function_of_two_files_may_be_a_decoy(judge):
    files = {"main.py": "def f(n): return n", "later.py": "def f(n):\n    for x in n: pass"}
    assert judge({"must_use": "for", "in": "f"}, files)["outcome"] == "failed"
    assert judge({"must_use": "for", "in": "later:f"}, files)["outcome"] == "passed"
    assert judge({"must_use": "for", "in": "f"}, {**files, "main.py": "from later import f"})["outcome"] == "passed"
    assert judge({"must_use": "for", "in": "f"}, {**files, "main.py": "from math import sqrt as f"})["outcome"] == "failed"


def test_a_file_that_stands_in_for_a_module(judge):
    files = {"main.py": "import heapq\nheapq.heappush([], 1)", "heapq.py": "def heappush(h, x): h.append(x)"}
    for rule in ({"must_use": "heapq.heappush"}, {"must_use": "import heapq"}):
        assert judge(rule, files)["outcome"] == "failed"
        assert judge(rule, {"main.py": files["main.py"]})["outcome"] == "passed"
    assert judge({"must_use": "import shapes"}, {"main.py": "import shapes", "shapes.py": ""})["outcome"] == "passed"


PASSED_ON = {
    "imported": "from math import sqrt as s",
    "assigned": "import math\ns = math.sqrt",
    "of a module": "import math as s",
}


@pytest.mark.parametrize("name", PASSED_ON)
def test_what_another_file_has_it_from(name, judge):
    use = "s.sqrt(n)" if name == "of a module" else "s(n)"
    for source in (f"from tools import s\ndef f(n): return {use}", f"from tools import *\ndef f(n): return {use}", f"import tools\ndef f(n): return tools.{use}"):
        assert judge({"must_not_use": "math.sqrt", "in": "f"}, {"solution.py": source, "tools.py": PASSED_ON[name]})["outcome"] == "failed"
