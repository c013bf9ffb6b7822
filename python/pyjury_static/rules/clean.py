"""clean: mistakes that nobody means."""
import ast
import re

from .. import life
from ..finding import Finding, at
from ..program import Program
from ..rule import Rule
from ..scopes import FUNCTIONS
from ..source import Source
from ..tool import Tool

MUTABLE = {"sorted", "list", "dict", "set", "bytearray", "collections.defaultdict", "collections.deque", "collections.Counter", "collections.OrderedDict"}


def clean(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """The chosen mistakes, or all."""
    chosen = MISTAKES if "all" in rule.values else rule.values
    return [finding for source in sources for name in chosen for finding in MISTAKES[name](source, program)]


def star_imports(source: Source, program: Program) -> list[Finding]:
    return [
        at(node, f"from {node.module or '.'} import *")
        for node in program.nodes[source.path]
        if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
    ]


def mutable_defaults(source: Source, program: Program) -> list[Finding]:
    out = []
    for node in program.nodes[source.path]:
        if isinstance(node, ast.arguments):
            for default in filter(None, [*node.defaults, *node.kw_defaults]):
                if is_mutable(default, program):
                    out.append(at(default, "a default that is shared by all calls and can be changed"))
    return out


def is_mutable(default: ast.AST, program: Program) -> bool:
    """Whether a value is made once and can be changed; of a variable, whether what it is given is: one step is what people take."""
    owner = default.scope.lookup(default.id) if isinstance(default, ast.Name) else None
    if owner is None:
        return is_made(default, program)
    return any(isinstance(one.node, ast.Name) and one.value is not None and is_made(one.value, program) for one in owner.bindings[default.id])


def is_made(value: ast.AST, program: Program) -> bool:
    """A display, the call of a type, or an expression that gives one of these."""
    match value:
        case ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            return True
        case ast.Call(func=ast.Attribute(value=inner, attr="copy")) | ast.NamedExpr(value=inner):
            return is_made(inner, program)
        case ast.Call(func=function):
            return bool(program.names.of(function) & MUTABLE)
        case ast.BinOp(left=one, op=ast.Add() | ast.Mult() | ast.BitOr(), right=other) | ast.IfExp(body=one, orelse=other):
            return is_made(one, program) or is_made(other, program)
        case ast.BoolOp(values=values):
            return any(is_made(one, program) for one in values)
    return False


def bare_excepts(source: Source, program: Program) -> list[Finding]:
    """`except:`, `except BaseException:` that doesn't raise again, and `suppress(BaseException)`."""
    out = []
    for node in program.nodes[source.path]:
        if isinstance(node, ast.ExceptHandler):
            if node.type is None:
                out.append(at(node, "except without a type"))
            elif any("BaseException" in program.names.of(one) for one in each(node.type)) and not raises(node):
                out.append(at(node, "except BaseException without raising again"))
        elif isinstance(node, ast.Call) and "contextlib.suppress" in program.names.of(node.func):
            if any("BaseException" in program.names.of(one) for one in node.args):
                out.append(at(node, "suppress(BaseException) swallows the end of the program"))
    return out


def each(caught: ast.AST) -> list[ast.AST]:
    """What a clause catches: one type, some in a tuple, or a variable that is one of these."""
    if isinstance(caught, ast.Tuple):
        return [one for part in caught.elts for one in each(part)]
    owner = caught.scope.lookup(caught.id) if isinstance(caught, ast.Name) else None
    values = [one.value for one in owner.bindings[caught.id]] if owner is not None else []
    return [caught, *(one for value in values if isinstance(value, ast.Tuple) for one in value.elts)]


def raises(handler: ast.ExceptHandler) -> bool:
    """Whether a clause raises, not only a function in it, nor where that can't run."""
    waiting: list[ast.AST] = list(handler.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Raise) and not life.dead(node):
            return True
        if not isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def dead_code(source: Source, program: Program) -> list[Finding]:
    return [at(node, "this can never run") for node in program.first_dead[source.path]]


def unused_imports(source: Source, program: Program) -> list[Finding]:
    """Names that are imported and read nowhere in the file. `__init__.py`, `__all__` and `import x as x` pass names on."""
    if source.path.endswith("__init__.py"):
        return []
    nodes = program.nodes[source.path]
    read = {(node.scope.lookup(node.id), node.id) for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store)}
    exported = {
        one.value
        for node in nodes
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign))
        and any(getattr(target, "id", "") == "__all__" for target in getattr(node, "targets", [getattr(node, "target", None)]))
        for one in ast.walk(node)
        if isinstance(one, ast.Constant)
    }
    quoted = {word for one in annotations(nodes) for word in re.findall(r"\w+", one.value)}
    out = []
    for node in nodes:
        if not isinstance(node, (ast.Import, ast.ImportFrom)) or getattr(node, "module", "") == "__future__":
            continue
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            if name == "*" or alias.asname == alias.name or name in exported or name in quoted:
                continue
            if (node.scope.lookup(name), name) not in read:
                out.append(at(node, f"{name} is imported and not used"))
    return out


def annotations(nodes: list[ast.AST]) -> list[ast.Constant]:
    """Strings in annotations, which may name what is imported for them."""
    places = [getattr(node, name, None) for node in nodes for name in ("annotation", "returns")]
    return [one for place in places if place is not None for one in ast.walk(place) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


MISTAKES = {
    "star_imports": star_imports,
    "mutable_defaults": mutable_defaults,
    "bare_excepts": bare_excepts,
    "dead_code": dead_code,
    "unused_imports": unused_imports,
}
