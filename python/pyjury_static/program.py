"""The program: all submitted files together, prepared for every question that rules ask."""
import ast
import fnmatch
from collections.abc import Iterator
from pathlib import Path

from . import constants, life, scopes
from .finding import Finding
from .graph import Graph
from .names import Names
from .scopes import FUNCTIONS, Scope
from .source import COMPILED, Source, read

TOTAL_BYTES = 4 << 20


class Program:
    """Sources with their scopes, names, references and dead parts."""

    def __init__(self, sources: list[Source]):
        self.sources = sources
        # What the rules ask it to define.
        self.wanted: set[str] = set()
        self.modules: dict[str, Scope] = {}
        self.first_dead: dict[str, list[ast.stmt]] = {}
        for source in sources:
            scope = scopes.build(source)
            # Of `x.py` and `x/__init__.py`, Python takes the package.
            if source.module not in self.modules or source.path.endswith("/__init__.py"):
                self.modules[source.module] = scope
            source.scope = scope
        self.nodes = {source.path: list(ast.walk(source.tree)) for source in sources}
        self.set_attributes = self.settled()
        for source in sources:
            self.first_dead[source.path] = life.mark(source.tree)
        read = {
            (owner, node.id)
            for node in self.all_nodes()
            if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Load, ast.Del)) and not life.dead(node)
            if (owner := node.scope.lookup(node.id)) is not None
        }
        for source in sources:
            life.mark_unread(source.tree, read)
        self.names = Names(self.modules)
        for node in self.all_nodes():
            # Of overloads nothing runs but their heads.
            if isinstance(node, FUNCTIONS) and any("typing.overload" in self.names.of(one) for one in node.decorator_list):
                life.kill(node.body)
        self.graph = Graph(self.modules, [node for node in self.all_nodes() if hasattr(node, "scope")], self.names)

    def settled(self) -> list[tuple[ast.AST, str, ast.AST]]:
        """The attributes that are set on anything. Their names are constants, and what they set are none from then on."""
        anything = any(sets_anything(node) for node in self.all_nodes())
        names: set[str] | None = None
        while True:
            for node in self.all_nodes():
                node.__dict__.pop("folded", None)
            for source in self.sources:
                source.scope.set_from_outside = names or set()
                source.scope.open = anything
            found = [one for node in self.all_nodes() for one in set_attributes(node)]
            if names is not None and names >= {name for _, name, _ in found}:
                return found
            names = (names or set()) | {name for _, name, _ in found}

    def all_nodes(self) -> Iterator[ast.AST]:
        """Every node of every file, in the order of the files."""
        for source in self.sources:
            yield from self.nodes[source.path]

    def in_files(self, patterns: list[str]) -> list[Source]:
        """The sources whose path matches one of the patterns; all of them without patterns."""
        return [one for one in self.sources if not patterns or any(fnmatch.fnmatch(one.path, p) for p in patterns)]

    def definitions(self, pattern: str, kinds: tuple = (*FUNCTIONS, ast.Lambda, ast.ClassDef)) -> list[Scope]:
        """The functions and classes with this qualified name, or that match it as a glob; `module:name` for one module's."""
        module, _, name = pattern.rpartition(":")
        found = []
        for node in self.all_nodes():
            inner = getattr(node, "inner", None)
            if inner is None or not isinstance(node, kinds):
                continue
            fits = fnmatch.fnmatchcase(self.called(inner), name)
            if fits and (not module or fnmatch.fnmatchcase(inner.source.module, module)):
                found.append(inner)
        return found

    def called(self, scope: Scope) -> str:
        """The qualified name; a lambda has that of the variable it is assigned to."""
        parent = getattr(scope.node, "parent", None)
        if isinstance(scope.node, ast.Lambda) and isinstance(parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
            target = parent.targets[0] if isinstance(parent, ast.Assign) else parent.target
            if isinstance(target, ast.Name):
                above = target.scope.qualified
                return f"{above}.{target.id}" if above else target.id
        return scope.qualified

    def functions(self, sources: list[Source]) -> list[ast.AST]:
        """Every `def` of the files."""
        return [node for source in sources for node in self.nodes[source.path] if isinstance(node, FUNCTIONS)]

    def named_lambdas(self, sources: list[Source]) -> list[tuple[str, ast.Lambda]]:
        """Every lambda that has a name, with that, since it is a function without the word: `key = lambda n: -n`."""
        nodes = [node for source in sources for node in self.nodes[source.path] if isinstance(node, ast.Lambda)]
        return [(self.called(node.inner), node) for node in nodes if self.called(node.inner) != node.inner.qualified]


def set_attributes(node: ast.AST) -> list[tuple[ast.AST, str, ast.AST]]:
    """The attributes that a node sets or deletes, of whatever that is not `self`; also `setattr(x, "name", value)`."""
    match node:
        case ast.Attribute(value=ast.Name(id="self" | "cls"), ctx=ast.Store() | ast.Del()):
            return []
        case ast.Attribute(value=base, attr=name, ctx=ast.Store() | ast.Del()):
            return [(node, name, base)]
        case ast.Call(args=[base, name, *_]) if constants.text(name):
            return [(node, constants.text(name), base)]
    return []


def sets_anything(node: ast.AST) -> bool:
    """Whether a node may set an attribute whose name nobody can say, or hands on what does: `setattr(x, name, 1)`, `x.__dict__[name] = 1`."""
    match node:
        case ast.Name(id="setattr" | "vars", ctx=ast.Load()):
            call = node.parent
            named = isinstance(call, ast.Call) and call.func is node and len(call.args) > 1 and isinstance(call.args[1], ast.Constant)
            return not named
        case ast.Attribute(value=ast.Name(id="self")):
            return False
        case ast.Attribute(attr="__setattr__"):
            return not is_super_call(node.value)
        case ast.Attribute(attr="__dict__"):
            return True
    return False


def is_super_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def load(folder: Path, paths: list[str]) -> tuple[Program, list[Finding]]:
    """The program in a folder, and a finding for each file that can't be read."""
    sources, total = [], 0
    for path in paths:
        if not path.endswith((".py", *COMPILED)):
            continue
        source = read(folder, path)
        total += len(source.text)
        if total > TOTAL_BYTES:
            source = Source(path, "", ast.Module([], []), Finding(path, 0, 1, f"the files are larger than {TOTAL_BYTES >> 20} MiB together"))
        sources.append(source)
    return Program(sources), [source.error for source in sources if source.error]
