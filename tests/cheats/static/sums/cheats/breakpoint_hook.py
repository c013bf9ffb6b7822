# guard: dynamic
# expect: no-loops
"""breakpoint() calls whatever an environment variable names."""

import os

os.environ["PYTHONBREAKPOINT"] = "builtins." + "sum"


def plus(parts):
    return breakpoint(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
