"""must_define: stubs."""
import sys

import pytest

POINT = """\
@dataclass(frozen=True)
class Point:
    x: float
    y: float
    def norm(self) -> float: ...
"""

TYPED = "from typing import Generic, TypeVar\nK = TypeVar('K')\nV = TypeVar('V')\n"

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
    "generic base": ("class C(Generic)", "from typing import Generic\nclass C(Generic[T]): pass", True),
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
    "generic base with any arguments": ("class C(Generic[...])", TYPED + "class C(Generic[K, V]): pass", True),
    "generic base with its arguments": ("class C(Generic[K, V])", TYPED + "class C(Generic[K, V]): pass", True),
    "generic base by its module": ("class C(Generic[K])", "import typing as t\nK = t.TypeVar('K')\nclass C(t.Generic[K]): pass", True),
    "generic base of the stub by its module": ("class C(typing.Generic[K])", TYPED + "class C(Generic[K]): pass", True),
    "generic base with other arguments": ("class C(Generic[K])", TYPED + "class C(Generic[V]): pass", False),
    "generic base with fewer arguments": ("class C(Generic[K, V])", TYPED + "class C(Generic[K]): pass", False),
    "generic base without arguments": ("class C(Generic[...])", TYPED + "class C(Generic): pass", False),
    "no generic base": ("class C(Generic[...])", TYPED + "class C: pass", False),
    "another generic base": ("class C(Mapping[str, int])", "from collections.abc import Mapping as M\nclass C(M['str', int]): pass", True),
    "another generic base with another argument": ("class C(Mapping[str, int])", "from collections.abc import Mapping\nclass C(Mapping[str, str]): pass", False),
    "a method of a generic class": ("class C(Generic[K]):\n    def get(self) -> K: ...", TYPED + "class C(Generic[K]):\n    def get(self) -> K: pass", True),
    "total": ("class C(TypedDict, total=False)", "from typing import TypedDict\nclass C(TypedDict, total=False): pass", True),
    "not total": ("class C(TypedDict, total=False)", "from typing import TypedDict\nclass C(TypedDict, total=True): pass", False),
    "own dataclass": ("@dataclass\nclass C: ...", "def dataclass(c): return c\n@dataclass\nclass C: pass", False),
    "own dataclass that is another's": ("@dataclass\nclass C: ...", "from dataclasses import dataclass as d\ndataclass = d\n@dataclass\nclass C: pass", True),
    "own property": ("class C:\n    @property\n    def x(self): ...", "def property(f): return f\nclass C:\n    @property\n    def x(self): pass", False),
    "own exception": ("class C(Exception)", "Exception = object\nclass C(Exception): pass", False),
    "own base": ("class C(Shape)", "class Shape: pass\nclass C(Shape): pass", True),
    "a default for a field": ("class C:\n    x: int = ...", "class C:\n    x: int = 3", True),
    "no default for a field": ("class C:\n    x: int = ...", "class C:\n    x: int", False),
    "the value": ("LIMIT = 3", "LIMIT = 3", True),
    "another value": ("LIMIT = 3", "LIMIT = 4", False),
    "another value with a type": ("LIMIT: int = 3", "LIMIT: int = 4", False),
    "a type and no value": ("LIMIT: int", "LIMIT: int", False),
    "a variable under false": ("LIMIT: int", "if 0:\n    LIMIT: int = 3", False),
    "a name under false": ("LIMIT", "if 0:\n    LIMIT = 3", False),
    "a name that goes again": ("LIMIT", "LIMIT = 3\ndel LIMIT", False),
    "deleted from outside": ("def f(n)", "def f(n): pass\nimport solution\ndel solution.f", False),
    "a method that goes again": ("class C:\n    def go(self): ...", "class C:\n    def go(self): pass\ndel C.go", False),
    "a method that is replaced": ("class C:\n    def go(self): ...", "class C:\n    def go(self): pass\nsetattr(C, 'go', 1)", False),
}

# `class C[T]` is read from CPython 3.12 on.
NEWER = {
    "type parameter": ("class C[T]", "class C[T]: pass", True),
    "type parameter of any name": ("class C[_]", "class C[K]: pass", True),
    "type parameter as a type variable": ("class C[K]", "from typing import Generic, TypeVar\nK = TypeVar('K')\nclass C(Generic[K]): pass", True),
    "no type variable": ("class C[K]", "from typing import Generic\nK = int\nclass C(Generic[K]): pass", False),
    "no type parameter": ("class C[T]", "class C: pass", False),
    "Generic as a type parameter": ("class C(Generic[T])", "class C[T]: pass", True),
    "Generic of any as a type parameter": ("class C(Generic[...])", "class C[K, V]: pass", True),
    "Generic alone as a type parameter": ("class C(Generic)", "class C[K]: pass", True),
    "Generic of another": ("class C(Generic[T])", "class C[K]: pass", False),
    "bound": ("class C[T: int]", "class C[T: int]: pass", True),
    "bound of a type variable": ("class C[T: int]", "from typing import Generic, TypeVar\nT = TypeVar('T', bound=int)\nclass C(Generic[T]): pass", True),
    "no bound": ("class C[T: int]", "class C[T]: pass", False),
    "function": ("def f[T](x: list[T]) -> T", "def f[T](x: list[T]) -> T: pass", True),
    "function with a type variable": ("def f[T](x: list[T]) -> T", "from typing import TypeVar\nT = TypeVar('T')\ndef f(x: list[T]) -> T: pass", True),
    "function that isn't generic": ("def f[T](x: list[T]) -> T", "T = int\ndef f(x: list[T]) -> T: pass", False),
    "with a base": ("class C[K](Mapping[K, int])", "from collections.abc import Mapping\nclass C[K](Mapping[K, int]): pass", True),
}


@pytest.mark.parametrize("name", CASES)
def test_define(name, judge):
    stub, source, there = CASES[name]
    report = judge({"must_define": stub}, source)
    assert report["outcome"] == ("passed" if there else "failed"), report


@pytest.mark.skipif(sys.version_info < (3, 12), reason="CPython 3.11 doesn't read type parameters")
@pytest.mark.parametrize("name", NEWER)
def test_type_parameters(name, judge):
    stub, source, there = NEWER[name]
    report = judge({"must_define": stub}, source)
    assert report["outcome"] == ("passed" if there else "failed"), report


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="CPython 3.12 and newer read type parameters")
def test_type_parameters_of_a_stub_that_cannot_be_read(judge):
    report = judge({"must_define": "class C[T]"}, "class C: pass")
    assert report["outcome"] == "error" and "Generic[T]" in report["jury"]


def test_an_own_base_that_a_rule_asks_for(judge):
    source = "class Counter: pass\nclass C(Counter): pass"
    assert judge({"must_define": "class C(Counter)"}, source)["outcome"] == "failed"
    assert judge({"must_define": "class C(Counter)"}, source, others=[{"id": "base", "must_define": "class Counter"}])["outcome"] == "passed"


def test_a_module_of_the_name_is_no_dataclass(judge):
    files = {"main.py": "from dataclasses import dataclass\n@dataclass\nclass C: pass", "dataclasses.py": "def dataclass(c): return c"}
    assert judge({"must_define": "@dataclass\nclass C: ...", "files": "main.py"}, files)["outcome"] == "failed"


def test_a_definition_of_another_file(judge):
    files = {"main.py": "from .impl import f", "impl.py": "def f(n): return n"}
    assert judge({"must_define": "def f(n)", "files": "main.py"}, files)["outcome"] == "passed"


@pytest.mark.parametrize("stub", ["def f(", "return 1", "import os", "1"])
def test_a_stub_that_defines_nothing(stub, judge):
    report = judge({"must_define": stub}, "x = 1")
    assert report["outcome"] == "error" and "must_define" in report["jury"]
