"""clean: mistakes that nobody means."""
import ast

from ..finding import Finding, at
from ..program import Program
from ..rule import Rule
from ..source import Source
from ..tool import Tool

MUTABLE = {"list", "dict", "set", "bytearray", "collections.defaultdict", "collections.deque", "collections.Counter", "collections.OrderedDict"}


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
    made = isinstance(default, ast.Call) and program.names.of(default.func) & MUTABLE
    return bool(made) or isinstance(default, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp))


def bare_excepts(source: Source, program: Program) -> list[Finding]:
    """`except:`, and `except BaseException:` that doesn't raise again."""
    out = []
    for node in program.nodes[source.path]:
        if not isinstance(node, ast.ExceptHandler):
            continue
        if node.type is None:
            out.append(at(node, "except without a type"))
        elif "BaseException" in program.names.of(node.type) and not any(isinstance(one, ast.Raise) for one in ast.walk(node)):
            out.append(at(node, "except BaseException without raising again"))
    return out


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
    quoted = " ".join(one.value for one in annotations(nodes))
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
