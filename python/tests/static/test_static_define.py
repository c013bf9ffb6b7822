"""must_define: stubs."""
import pytest

POINT = """\
@dataclass(frozen=True)
class Point:
    x: float
    y: float
    def norm(self) -> float: ...
"""

CASES = {
    "a function": ("def f(n)", "def f(n): return n", True),
    "its body": ("def f(n): ...", "def f(n): return n", True),
    "another name": ("def f(n)", "def g(n): return n", False),
    "another parameter": ("def f(n)", "def f(m): return m", False),
    "any name": ("def f(_)", "def f(m): return m", True),
    "too many": ("def f(n)", "def f(n, m): return n", False),
    "any more": ("def f(n, *_, **_)", "def f(n, m, *, k): return n", True),
    "any at all": ("def f(*_, **_)", "def f(): return 1", True),
    "keyword-only": ("def f(n, *, base)", "def f(n, *, base): pass", True),
    "not keyword-only": ("def f(n, *, base)", "def f(n, base): pass", False),
    "positional-only": ("def f(n, /)", "def f(n): pass", False),
    "some default": ("def f(n=...)", "def f(n=3): pass", True),
    "no default": ("def f(n=...)", "def f(n): pass", False),
    "a default too many": ("def f(n)", "def f(n=3): pass", False),
    "the default": ("def f(n=3)", "def f(n=3): pass", True),
    "another default": ("def f(n=3)", "def f(n=4): pass", False),
    "star": ("def f(*items, **options)", "def f(*items, **options): pass", True),
    "types": ("def f(n: int) -> str", "def f(n: 'int') -> str: pass", True),
    "another type": ("def f(n: int) -> str", "def f(n: float) -> str: pass", False),
    "another result": ("def f(n: int) -> str", "def f(n: int) -> int: pass", False),
    "coroutine": ("async def f()", "async def f(): pass", True),
    "no coroutine": ("async def f()", "def f(): pass", False),
    "a coroutine instead": ("def f()", "async def f(): pass", False),
    "class": ("class C", "class C: pass", True),
    "function for a class": ("class C", "def C(): pass", False),
    "base": ("class C(Shape)", "from shapes import Shape as S\nclass C(S): pass", True),
    "no base": ("class C(Shape)", "class C: pass", False),
    "metaclass": ("class C(metaclass=Meta)", "class C(metaclass=Meta): pass", True),
    "no metaclass": ("class C(metaclass=Meta)", "class C(Meta): pass", False),
    "generic base": ("class C(Generic)", "class C(Generic[T]): pass", True),
    "method": ("class C:\n    def go(self): ...", "class C:\n    def go(self): pass", True),
    "no method": ("class C:\n    def go(self): ...", "class C:\n    pass\ndef go(self): pass", False),
    "attribute": ("class C:\n    size: ...", "class C:\n    def __init__(self): self.size = 1", False),
    "attribute in __init__": ("class C:\n    size = ...", "class C:\n    def __init__(self): self.size = 1", True),
    "dataclass": (POINT, "from dataclasses import dataclass\n@dataclass(frozen=True, order=True)\nclass Point:\n    x: float\n    y: float = 0\n    def norm(self) -> float: return 1", True),
    "dataclass by module": (POINT, "import dataclasses as d\n@d.dataclass(frozen=True)\nclass Point:\n    x: float\n    y: float\n    def norm(self) -> float: return 1", True),
    "dataclass that isn't frozen": (POINT, "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: float\n    y: float\n    def norm(self) -> float: return 1", False),
    "no dataclass": (POINT, "class Point:\n    x: float\n    y: float\n    def norm(self) -> float: return 1", False),
    "field of another type": (POINT, "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Point:\n    x: float\n    y: int\n    def norm(self) -> float: return 1", False),
    "property": ("class C:\n    @property\n    def x(self): ...", "class C:\n    @property\n    def x(self): return 1", True),
    "no property": ("class C:\n    @property\n    def x(self): ...", "class C:\n    def x(self): return 1", False),
    "variable": ("LIMIT: int", "LIMIT: int = 3", True),
    "no variable": ("LIMIT: int", "LIMIT = 3", False),
    "a name": ("f", "f = lambda: 1", True),
    "no name": ("f", "g = lambda: 1", False),
    "the last definition counts": ("def f(n)", "def f(n): pass\ndef f(): pass", False),
    "bound again": ("def f(n)", "def f(n): pass\nf = 3", False),
    "in a comment": ("def f(n)", "# def f(n): pass", False),
    "in a function": ("def f(n)", "def g():\n    def f(n): pass", False),
}


@pytest.mark.parametrize("name", CASES)
def test_define(name, judge):
    stub, source, there = CASES[name]
    report = judge({"must_define": stub}, source)
    assert report["outcome"] == ("passed" if there else "failed"), report


def test_a_definition_of_another_file(judge):
    files = {"main.py": "from .impl import f", "impl.py": "def f(n): return n"}
    assert judge({"must_define": "def f(n)", "files": "main.py"}, files)["outcome"] == "passed"


@pytest.mark.parametrize("stub", ["def f(", "return 1", "import os", "1"])
def test_a_stub_that_defines_nothing(stub, judge):
    report = judge({"must_define": stub}, "x = 1")
    assert report["outcome"] == "error" and "must_define" in report["jury"]
