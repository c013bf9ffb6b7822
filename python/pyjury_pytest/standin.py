"""Stand-ins: what the suite gets for submitted modules while its tests are collected.

A suite says `from two_fer import two_fer` at its top, but the trusted collection never imports a
submission. A stand-in can be imported from, named, called, used as a decorator and as a base class. What
asks it for a fact (its length, its items, whether it is true) would make the list of tests depend on the
submission, and is an error of the package.
"""

import fnmatch
import importlib.abc
import importlib.machinery
import os
import sys
from types import ModuleType
from typing import Any, Sequence

from .problem import PackageError


class StandIn:
    """Something of a submission that isn't there."""

    def __init__(self, name: str):
        self.__name__ = self.__qualname__ = name.rpartition(".")[2]
        self.__dict__["_pyjury_name"] = name

    def __getattr__(self, name: str) -> "StandIn":
        if name.startswith("__") and name.endswith("__") or name.startswith("pytest"):
            raise AttributeError(name)
        return StandIn(f"{self._pyjury_name}.{name}")

    def __call__(self, *arguments: Any, **keywords: Any) -> "StandIn":
        return StandIn(f"{self._pyjury_name}()")

    def __getitem__(self, key: Any) -> "StandIn":
        return StandIn(f"{self._pyjury_name}[...]")

    def __or__(self, other: Any) -> "StandIn":
        return self

    __ror__ = __or__

    def __mro_entries__(self, bases: tuple) -> tuple:
        return ()

    def __repr__(self) -> str:
        return f"<{self._pyjury_name}>"


def _refuse(operation: str):
    def method(self: StandIn, *_: Any) -> Any:
        raise PackageError(
            f"the list of tests depends on the submission: it asks for {operation} of {self._pyjury_name} "
            "while tests are collected; do that inside a test or a fixture",
            *_place(),
        )

    return method


for _name, _operation in {
    "iter": "the items", "len": "the length", "bool": "the truth", "int": "the value", "float": "the value",
    "index": "the value", "contains": "the items", "lt": "the order", "le": "the order", "gt": "the order",
    "ge": "the order", "add": "the sum", "sub": "the difference", "mul": "the product", "mod": "the remainder",
    "truediv": "the quotient", "floordiv": "the quotient", "radd": "the sum", "rsub": "the difference",
    "rmul": "the product", "neg": "the value", "enter": "the context", "await": "the result", "str": "the text",
    "format": "the text", "instancecheck": "the instances", "subclasscheck": "the subclasses",
}.items():
    setattr(StandIn, f"__{_name}__", _refuse(_operation))


def _place() -> tuple[str, int]:
    """File and line, in the suite, of what asked: the nearest frame outside our own files and pytest's."""
    frame = sys._getframe(2)
    while frame is not None:
        if os.sep + "grader" + os.sep in frame.f_code.co_filename:
            return os.path.basename(frame.f_code.co_filename), frame.f_lineno
        frame = frame.f_back
    return "", 0


class StandInModule(ModuleType):
    __path__: list[str] = []
    __all__: list[str] = []

    def __getattr__(self, name: str) -> StandIn:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return StandIn(f"{self.__name__}.{name}")


class StandInImporter(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes last: only what nothing trusted offers is taken for submitted, if submit.files has such a name."""

    def __init__(self, submitted: Sequence[str]):
        self.patterns = [pattern for pattern in submitted if pattern.endswith((".py", "*"))]

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None):
        if not self.may_have(name):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def may_have(self, name: str) -> bool:
        if not self.patterns:
            return True
        path = name.replace(".", "/")
        for pattern in self.patterns:
            parents = {"/".join(pattern.split("/")[:n]) for n in range(1, pattern.count("/") + 1)}
            if path in parents or any(fnmatch.fnmatchcase(path, parent) for parent in parents):
                return True
            if any(fnmatch.fnmatchcase(path + end, pattern) for end in (".py", "/__init__.py", "/x.py")):
                return True
        return False

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return StandInModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass
