"""type_hints: parameters and results that say their types."""
import ast

from ..finding import Finding, at
from ..program import Program
from ..region import named
from ..rule import Rule
from ..source import Source
from ..tool import Tool
from .docstrings import is_public


def type_hints(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """Each parameter but `self` and `cls`, and each result; `public` leaves out _private functions and nested ones."""
    functions, out = selected(rule, program, sources)
    for node in functions:
        if rule.value == "public" and not (is_public(node) or is_special(node)):
            continue
        for argument in parameters(node):
            if argument.annotation is None or is_empty(argument.annotation):
                out.append(at(argument, f"{node.name}: the parameter {argument.arg} has no type"))
        if node.returns is None or (is_empty(node.returns) and not is_none(node.returns)):
            out.append(at(node, f"{node.name}: the result has no type"))
    return out


def selected(rule: Rule, program: Program, sources: list[Source]) -> tuple[list[ast.AST], list[Finding]]:
    """The functions that a rule with an optional `in` looks at, and what is wrong with the names in it."""
    functions = program.functions(sources)
    if not rule.strings("in"):
        return functions, []
    region = named(program, sources, rule.strings("in"), helpers=False)
    inside = {id(node) for node in region.nodes}
    return [node for node in functions if id(node) in inside], list(region.problems)


def parameters(node: ast.AST) -> list[ast.arg]:
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args]
    static = any(getattr(one, "id", "") == "staticmethod" for one in node.decorator_list)
    if node.scope.is_class and not static:
        every = every[1:]
    return [*every, *filter(None, [arguments.vararg]), *arguments.kwonlyargs, *filter(None, [arguments.kwarg])]


def is_special(node: ast.AST) -> bool:
    return node.name.startswith("__") and node.name.endswith("__")


def is_empty(annotation: ast.AST) -> bool:
    """An annotation that is no type: a number, an empty string, ..."""
    return isinstance(annotation, ast.Constant) and not (isinstance(annotation.value, str) and annotation.value.strip()) and not is_none(annotation)


def is_none(annotation: ast.AST) -> bool:
    return isinstance(annotation, ast.Constant) and annotation.value is None
