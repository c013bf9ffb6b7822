"""naming: names as PEP 8 wants them."""
import ast
import re

from ..finding import Finding, at
from ..program import Program
from ..rule import Rule
from ..source import Source
from ..tool import Tool

SNAKE = re.compile(r"_*[a-z][a-z0-9_]*|_+|__[a-z0-9_]+__")
CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")
PASCAL = re.compile(r"_*[A-Z][A-Za-z0-9]*")
# Methods that frameworks of the standard library ask for.
FIXED = re.compile(r"(setUp|tearDown)(Class|Module)?|asyncSetUp|asyncTearDown|visit_\w+|do_[A-Z]+|generic_visit")


def naming(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """snake_case for functions, parameters, variables and attributes of `self`, PascalCase for classes; CONSTANTS and types in
    modules and classes. Modules and classes may be imported under a name of either kind."""
    out = []
    for source in sources:
        for node in program.nodes[source.path]:
            out += [at(node, message) for message in told(node)]
    return out


def told(node: ast.AST) -> list[str]:
    match node:
        case ast.ClassDef(name=name) if not PASCAL.fullmatch(name):
            return [f"the class {name} is not in PascalCase"]
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not SNAKE.fullmatch(name) and not FIXED.fullmatch(name):
            return [f"the function {name} is not in snake_case"]
        case ast.arg(arg=name) if not SNAKE.fullmatch(name):
            return [f"the parameter {name} is not in snake_case"]
        case ast.Name(id=name, ctx=ast.Store()) if not is_variable(name, node):
            return [f"the variable {name} is not in snake_case"]
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) if not is_variable(name, node):
            return [f"the variable {name} is not in snake_case"]
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()) if not (SNAKE.fullmatch(name) or CONSTANT.fullmatch(name)):
            return [f"the attribute {name} is not in snake_case"]
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            given = [alias.asname for alias in aliases if alias.asname]
            odd = [name for name in given if not any(one.fullmatch(name) for one in (SNAKE, CONSTANT, PASCAL))]
            return [f"the name {name} of an import is not in snake_case" for name in odd]
    return []


def is_variable(name: str, node: ast.AST) -> bool:
    return bool(SNAKE.fullmatch(name) or CONSTANT.fullmatch(name) or (PASCAL.fullmatch(name) and not node.scope.is_function))
