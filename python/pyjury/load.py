"""The grader's own files."""

from __future__ import annotations

import os
import sys

from .failure import PackageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

FOLDER = "/box/grader"
"""Where the package's grader/ lies; PYJURY_GRADER names another place."""


def folder() -> str:
    return os.environ.get("PYJURY_GRADER", FOLDER)


def load(name: str, path: str) -> Any:
    """A module of the package, with assertions that tell their operands."""
    from .asserts import FAILED, compiled, failed

    module = type(sys)(name)
    module.__file__ = path
    with open(path, "rb") as file:
        code = compiled(file.read(), path)
    setattr(module, FAILED, failed)
    sys.modules[name] = module
    exec(code, module.__dict__)
    return module


def load_grade() -> Any:
    path = os.path.join(folder(), "grade.py")
    sys.path.append(folder())
    return load("grade", path)


def checker_of(name: str) -> Callable[..., Any]:
    """The function that "file.py:function" names."""
    file, _, function = name.partition(":")
    path = os.path.join(folder(), file)
    if os.path.basename(file) != file or not os.path.exists(path):
        raise PackageFault(f"checker {name!r}: there is no file {file!r} in grader/")
    stem = file.removesuffix(".py")
    module = sys.modules.get(stem)
    if module is None or getattr(module, "__file__", None) != path:
        sys.path.append(folder())
        module = load(stem, path)
    found = getattr(module, function, None)
    if not callable(found):
        raise PackageFault(f"checker {name!r}: there is no function {function!r} in {file}")
    return found
