# guard: dynamic
# expect: no-loops
"""An entry point imports what its text says."""

from importlib.metadata import EntryPoint


def plus(parts):
    return EntryPoint("plus", "builtins:sum", "tools").load()(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
