"""docstrings: modules, classes and functions that say what they are."""
import ast

from ..finding import Finding, at
from ..program import Program
from ..rule import Rule
from ..scopes import FUNCTIONS
from ..source import Source
from ..tool import Tool

KINDS = {ast.Module: "module", ast.ClassDef: "class", ast.FunctionDef: "function", ast.AsyncFunctionDef: "function"}


def docstrings(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """A docstring with words in it. Functions within functions and overloads need none."""
    out = []
    for source in sources:
        for node in program.nodes[source.path]:
            kind = KINDS.get(type(node))
            if kind not in rule.strings("of") or (rule.value == "public" and not is_public(node)):
                continue
            if isinstance(node, FUNCTIONS) and (node.scope.is_function or is_overload(node)):
                continue
            if not any(char.isalpha() for char in ast.get_docstring(node) or ""):
                name = "the module" if kind == "module" else node.name
                out.append(at(node, f"{name} has no docstring"))
    if "function" in rule.strings("of"):
        out += [
            at(node, f"{name} is a lambda, which can have no docstring")
            for name, node in program.named_lambdas(sources)
            if not node.parent.scope.is_function and (rule.value == "all" or is_public_name(name))
        ]
    return out


def is_public(node: ast.AST) -> bool:
    """Whether neither it nor what is around it is called _private. Special methods explain themselves."""
    if isinstance(node, ast.Module):
        return True
    return is_public_name(node.inner.qualified)


def is_public_name(qualified: str) -> bool:
    return not any(part.startswith("_") for part in qualified.split("."))


def is_overload(node: ast.AST) -> bool:
    return any(getattr(one, "attr", getattr(one, "id", "")) == "overload" for one in node.decorator_list)
