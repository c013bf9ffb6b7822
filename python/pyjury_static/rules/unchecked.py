"""Unchecked: what mypy leaves out without a word, by its own reading of conditions and decorators."""
import ast
import operator
import re
import sys

from ..finding import Finding, at
from ..program import Program
from ..source import Source

# mypy goes by the name alone, whatever it holds: `PY2 = True` makes `if PY2:` invisible.
ASSUMED = {"PY2": False, "PY3": True, "MYPY": True, "TYPE_CHECKING": True}
ORDER = {ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge}
PLATFORM = "linux"


def unchecked(program: Program, sources: list[Source], python: str) -> list[Finding]:
    """`no_type_check`, and branches that mypy takes for impossible."""
    version = tuple(map(int, python.split(".")))[:2] if re.fullmatch(r"3\.\d+(\.\d+)*", python) else sys.version_info[:2]
    out = []
    for source in sources:
        for node in program.nodes[source.path]:
            if is_silencer(node, program):
                out.append(at(node, "no_type_check keeps the type checker out"))
            out += [at(one, "the type checker takes this for impossible and doesn't look at it") for one in left_out(node, version)]
    return out


def is_silencer(node: ast.AST, program: Program) -> bool:
    if isinstance(node, ast.ImportFrom):
        return any(one.name in ("no_type_check", "no_type_check_decorator") for one in node.names)
    return isinstance(node, (ast.Name, ast.Attribute)) and bool(program.names.of(node) & {"typing.no_type_check", "typing.no_type_check_decorator"})


def left_out(node: ast.AST, version: tuple[int, ...]) -> list[ast.AST]:
    """The first statement or expression of what mypy doesn't look at because of a node."""
    match node:
        case ast.If(test=test, body=body, orelse=orelse):
            found = assumed(test, version)
            block = [] if found is None else orelse if found else body
            return [one for one in block if not is_harmless(one)][:1]
        case ast.Assert(test=test):
            return [node] if assumed(test, version) is False else []
        case ast.match_case(guard=ast.expr() as guard, body=body):
            return body[:1] if assumed(guard, version) is False else []
        case ast.BoolOp(op=kind, values=values):
            for number, one in enumerate(values[:-1]):
                if assumed(one, version) is isinstance(kind, ast.Or):
                    return [values[number + 1]]
    return []


def is_harmless(statement: ast.stmt) -> bool:
    """Imports: what they give is looked at where it is defined."""
    text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return text or isinstance(statement, (ast.Import, ast.ImportFrom, ast.Pass))


def assumed(test: ast.AST, version: tuple[int, ...]) -> bool | None:
    """What mypy takes a condition for, by names and by comparisons with sys.version_info and sys.platform."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            found = assumed(inner, version)
            return None if found is None else not found
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return ASSUMED.get(name)
        case ast.BoolOp(op=kind, values=values):
            truths = [assumed(one, version) for one in values]
            deciding = isinstance(kind, ast.Or)
            return deciding if deciding in truths else None if None in truths else not deciding
        case ast.Compare(left=left, ops=[order], comparators=[right]):
            sides = known(left, version), known(right, version)
            try:
                if None not in sides and (is_of_sys(left) or is_of_sys(right)):
                    return compared(order, *sides)
            except TypeError:
                return None
        case ast.Call(func=ast.Attribute(value=inner, attr="startswith"), args=[ast.Constant(value=str(start))]) if is_of_sys(inner):
            return PLATFORM.startswith(start)
    return None


def compared(order: ast.cmpop, left: object, right: object) -> bool | None:
    if isinstance(order, (ast.In, ast.NotIn)):
        return (left in right) is isinstance(order, ast.In)
    return ORDER[type(order)](left, right) if type(order) in ORDER else None


def known(node: ast.AST, version: tuple[int, ...]) -> object:
    """A constant, or sys.version_info or sys.platform as mypy has it; None for anything else."""
    match node:
        case ast.Attribute(value=ast.Name(id="sys"), attr="version_info"):
            return version
        case ast.Attribute(value=ast.Name(id="sys"), attr="platform"):
            return PLATFORM
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id="sys"), attr="version_info"), slice=place):
            return part(version, place)
        case ast.Constant(value=constant):
            return constant
        case ast.Tuple(elts=parts) | ast.Set(elts=parts) | ast.List(elts=parts):
            values = [known(one, version) for one in parts]
            return None if None in values else tuple(values)
    return None


def part(version: tuple[int, ...], place: ast.AST) -> object:
    """An item or a slice of the version, if that is one that mypy knows."""
    try:
        if isinstance(place, ast.Slice):
            return version[slice(*(None if one is None else ast.literal_eval(one) for one in (place.lower, place.upper)))]
        return version[ast.literal_eval(place)]
    except (ValueError, IndexError, TypeError):
        return None


def is_of_sys(node: ast.AST) -> bool:
    node = node.value if isinstance(node, ast.Subscript) else node
    match node:
        case ast.Attribute(value=ast.Name(id="sys"), attr="version_info" | "platform"):
            return True
    return False
