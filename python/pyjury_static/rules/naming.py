"""naming: names as PEP 8 wants them."""
import ast
import re

from ..finding import Finding, at
from ..program import Program
from ..rule import Rule
from ..scopes import FUNCTIONS
from ..source import Source
from ..tool import Tool

SNAKE = re.compile(r"_*[a-z][a-z0-9_]*|_+|__[a-z0-9_]+__")
CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")
PASCAL = re.compile(r"_*[A-Z][A-Za-z0-9]*")
# Methods that frameworks of the standard library ask for.
FIXED = re.compile(r"(setUp|tearDown)(Class|Module)?|asyncSetUp|asyncTearDown|visit_\w+|do_[A-Z]+|generic_visit")


def naming(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """snake_case for functions, parameters and variables, PascalCase for classes; CONSTANTS and types in modules and classes."""
    out = []
    for source in sources:
        for node in program.nodes[source.path]:
            message = told(node)
            if message:
                out.append(at(node, message))
    return out


def told(node: ast.AST) -> str | None:
    match node:
        case ast.ClassDef(name=name) if not PASCAL.fullmatch(name):
            return f"the class {name} is not in PascalCase"
        case ast.arg(arg=name) if not SNAKE.fullmatch(name):
            return f"the parameter {name} is not in snake_case"
        case ast.Name(id=name, ctx=ast.Store()) if not SNAKE.fullmatch(name):
            if CONSTANT.fullmatch(name) or (PASCAL.fullmatch(name) and not node.scope.is_function):
                return None
            return f"the variable {name} is not in snake_case"
    if isinstance(node, FUNCTIONS) and not SNAKE.fullmatch(node.name) and not FIXED.fullmatch(node.name):
        return f"the function {node.name} is not in snake_case"
    return None
