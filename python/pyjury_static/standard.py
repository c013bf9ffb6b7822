"""The standard library, looked at: what a name in it is, and what its own functions lead to.

Modules of the judge's own interpreter are imported for this, never those of a submission or of other packages.
"""
import builtins
import importlib
import inspect
import sys
import types
from functools import lru_cache

BUILTINS = frozenset(dir(builtins)) | {"PythonFinalizationError", "_IncompleteInputError"}
# Importing these does something, or needs a display.
NEVER_IMPORTED = {"antigravity", "this", "idlelib", "turtle", "turtledemo", "tkinter", "test", "lib2to3", "__main__"}
RUNNERS = {"exec", "eval", "compile", "__import__", "import_module", "resolve_name"}
# How far a function's own calls are followed.
CALLS = 4


def standard_module(name: str) -> str | None:
    """The own name of a module of the standard library, None if it is none."""
    if "." not in name:
        return name if name in sys.stdlib_module_names else None
    found = standard(name)
    return found.__name__ if isinstance(found, types.ModuleType) else None


def same(one: str, other: str) -> bool:
    """Whether two names of the standard library are one thing: `statistics.sqrt` is `math.sqrt`."""
    if "." not in one and "." not in other:
        return one == other
    things = [standard(name) for name in (one, other)]
    return one == other or (things[0] is things[1] and callable(things[0]))


@lru_cache(maxsize=4096)
def standard(name: str) -> object:
    """What a name of the standard library is, None if it is nothing. Nothing of a submission is imported."""
    top, *rest = name.split(".")
    if top in BUILTINS:
        top, rest = "builtins", [top, *rest]
    if top not in sys.stdlib_module_names or top in NEVER_IMPORTED or len(rest) > 4:
        return None
    try:
        module: object = importlib.import_module(top)
        for number, part in enumerate(rest, 2):
            inner = getattr(module, part, None)
            if inner is None and isinstance(module, types.ModuleType) and hasattr(module, "__path__") and not part.startswith("_"):
                inner = importlib.import_module(".".join([top, *rest][:number]))
            module = inner
    except Exception:  # A module that isn't built in this interpreter.
        return None
    return module


@lru_cache(maxsize=4096)
def is_private_runner(name: str) -> bool:
    """Whether a name is a private function of the standard library that leads to `exec`, `eval` or an import by name."""
    last = name.rpartition(".")[2]
    return "." in name and last.startswith("_") and not last.startswith("__") and leads_to_code(standard(name), CALLS)


def leads_to_code(thing: object, calls: int) -> bool:
    """Whether a Python function names something that runs code, or calls one that does."""
    thing = inspect.unwrap(thing) if callable(thing) else thing
    if not isinstance(thing, types.FunctionType):
        return False
    names = set(thing.__code__.co_names)
    others = [thing.__globals__.get(name) for name in names]
    return bool(names & RUNNERS) or (calls > 0 and any(leads_to_code(one, calls - 1) for one in others if isinstance(one, types.FunctionType)))
