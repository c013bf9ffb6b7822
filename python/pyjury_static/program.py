"""The program: all submitted files together, prepared for every question that rules ask."""
import ast
import fnmatch
from collections.abc import Iterator
from pathlib import Path

from . import life, scopes
from .finding import Finding
from .graph import Graph
from .names import Names
from .scopes import FUNCTIONS, Scope
from .source import Source, read

TOTAL_BYTES = 4 << 20


class Program:
    """Sources with their scopes, names, references and dead parts."""

    def __init__(self, sources: list[Source]):
        self.sources = sources
        self.modules: dict[str, Scope] = {}
        self.first_dead: dict[str, list[ast.stmt]] = {}
        for source in sources:
            scope = scopes.build(source)
            self.modules.setdefault(source.module, scope)
            source.scope = scope
        self.nodes = {source.path: list(ast.walk(source.tree)) for source in sources}
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
        self.graph = Graph(self.modules, [node for node in self.all_nodes() if hasattr(node, "scope")], self.names)

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


def load(folder: Path, paths: list[str]) -> tuple[Program, list[Finding]]:
    """The program in a folder, and a finding for each file that can't be read."""
    sources, total = [], 0
    for path in paths:
        if not path.endswith(".py"):
            continue
        source = read(folder, path)
        total += len(source.text)
        if total > TOTAL_BYTES:
            source = Source(path, "", ast.Module([], []), Finding(path, 0, 1, f"the files are larger than {TOTAL_BYTES >> 20} MiB together"))
        sources.append(source)
    return Program(sources), [source.error for source in sources if source.error]
