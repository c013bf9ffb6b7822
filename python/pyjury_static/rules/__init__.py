"""The rules: one module for each noun, one function for each kind.

Each function takes the rule, the program, the sources to look at, the tools and the names that rules know, and gives
the findings that speak against the submission.
"""
from collections.abc import Callable

from . import clean, docstrings, hints, imports, measures, naming, stub, tools, uses

KINDS: dict[str, Callable] = {
    "must_use": uses.must_use,
    "must_not_use": uses.must_not_use,
    "no_dynamic_code": uses.no_dynamic_code,
    "only_imports": imports.only_imports,
    "layers": imports.layers,
    "must_define": stub.must_define,
    "docstrings": docstrings.docstrings,
    "type_hints": hints.type_hints,
    "naming": naming.naming,
    "max_lines": measures.max_lines,
    "max_nesting": measures.max_nesting,
    "max_complexity": measures.max_complexity,
    "max_line_length": measures.max_line_length,
    "clean": clean.clean,
    "ruff": tools.ruff,
    "mypy": tools.mypy,
}
