"""The trusted suite: read once, emptied on disk, handed out compiled and only as far as an attempt needs it."""

import ast
import copy
import os
from dataclasses import dataclass
from typing import Callable, Iterator

from _pytest.assertion.rewrite import rewrite_asserts

from .plan import Test
from .problem import PackageError

Code = object  # types.CodeType
Module = tuple[str, str, bool, Code]
"""A module for an attempt: its name, path, whether it is a package, its code."""

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Source:
    path: str
    """Relative to the suite's folder."""
    data: bytes
    names: tuple[str, ...]
    """The names it can be imported by; the first is the one pytest gives it."""

    @property
    def is_package(self) -> bool:
        return os.path.basename(self.path) == "__init__.py"


class Suite:
    """The Python files of a folder, by their paths, and the modules that they make."""

    def __init__(self, folder: str, sources: dict[str, bytes]):
        self.folder = folder
        self.sources = {path: Source(path, sources[path], _names(path, sources)) for path in sorted(sources)}
        self.by_name: dict[str, Source] = {}
        for source in self.sources.values():
            self.by_name.setdefault(source.names[0], source)
        for source in self.sources.values():
            for name in source.names:
                self.by_name.setdefault(name, source)
        self._trees: dict[str, ast.Module] = {}
        self._built: dict[tuple, Code] = {}
        self._mentions: dict[str, set[str]] = {}
        self._imported: dict[str, list[str]] = {}

    @classmethod
    def read(cls, folder: str) -> "Suite":
        sources = {}
        for path in _python_files(folder):
            with open(path, "rb") as file:
                sources[os.path.relpath(path, folder)] = file.read()
        return cls(folder, sources)

    def hide(self) -> bool:
        """Leaves the files' names and takes their content. False if the folder is not ours to write to."""
        for path in self.sources:
            full = os.path.join(self.folder, path)
            try:
                os.unlink(full)
                os.close(os.open(full, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
            except OSError:
                return False
        return True

    def full_path(self, path: str) -> str:
        return os.path.join(self.folder, path)

    def tree(self, path: str) -> ast.Module:
        """The file's syntax, to be copied before it is changed."""
        if path not in self._trees:
            try:
                self._trees[path] = ast.parse(self.sources[path].data, self.full_path(path))
            except (SyntaxError, ValueError) as error:
                raise PackageError(
                    f"{error.__class__.__name__}: {error}", path, getattr(error, "lineno", 0) or 0
                ) from error
        return self._trees[path]

    def source_line(self, path: str, line: int) -> str:
        source = self.sources.get(path)
        lines = source.data.decode("utf-8", "replace").splitlines() if source else []
        return lines[line - 1].strip() if 0 < line <= len(lines) else ""

    # -- what attempts get -------------------------------------------------------------------------

    def modules(
        self, test: Test, others: frozenset[str], edit: "Edit | None" = None
    ) -> list[Module]:
        """The modules that one test needs, the test's own without the functions named in `others`."""
        modules = []
        for path in self._needed(test.file):
            source = self.sources[path]
            is_own = path == test.file
            code = self._compile(path, others if is_own else frozenset(), edit if is_own else None)
            modules += [(name, self.full_path(path), source.is_package, code) for name in source.names]
        return modules

    def all_modules(self) -> list[Module]:
        """Every module, for the trusted collection."""
        return [
            (name, self.full_path(source.path), source.is_package, self._compile(source.path, frozenset(), None))
            for source in self.sources.values()
            for name in source.names
        ]

    def pruned(self, path: str, others: frozenset[str]) -> ast.Module:
        """A copy of the file's syntax without the test functions of these names."""
        tree = copy.copy(self.tree(path))
        if path not in self._mentions:
            self._mentions[path] = _mentioned(tree)
        tree.body = _without(tree.body, others - self._mentions[path])
        return copy.deepcopy(tree)

    def _compile(self, path: str, others: frozenset[str], edit: "Edit | None") -> Code:
        key = (path, others)
        if edit is None and key in self._built:
            return self._built[key]
        tree = self.pruned(path, others)
        if edit is not None:
            edit(tree)
            ast.fix_missing_locations(tree)
        full = self.full_path(path)
        rewrite_asserts(tree, self.sources[path].data, full, None)
        try:
            code = compile(tree, full, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            raise PackageError(str(error), path, getattr(error, "lineno", 0) or 0) from error
        if edit is None:
            self._built[key] = code
        return code

    def _needed(self, path: str) -> list[str]:
        """The file, the conftests above it, and what they import of the suite."""
        needed: dict[str, None] = {}
        pending = [path]
        folder = os.path.dirname(path)
        while True:
            pending += [p for n in ("conftest.py", "__init__.py") if (p := os.path.join(folder, n)) in self.sources]
            if not folder:
                break
            folder = os.path.dirname(folder)
        while pending:
            path = pending.pop()
            if path not in needed:
                needed[path] = None
                if path not in self._imported:
                    self._imported[path] = list(self._imports(path))
                pending += self._imported[path]
        return list(needed)

    def _imports(self, path: str) -> Iterator[str]:
        if b"import_module" in self.sources[path].data or b"pytest_plugins" in self.sources[path].data:
            yield from self.sources
        package = self.sources[path].names[0].split(".")
        if not self.sources[path].is_package:
            package = package[:-1]
        for node in ast.walk(self.tree(path)):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = package[: len(package) - node.level + 1] if node.level else []
                module = ".".join([*base, *([node.module] if node.module else [])])
                names = [module, *(f"{module}.{alias.name}" for alias in node.names)]
            for name in names:
                parts = name.split(".")
                for length in range(1, len(parts) + 1):
                    found = self.by_name.get(".".join(parts[:length]))
                    if found is not None:
                        yield found.path


Edit = Callable[[ast.Module], None]


def _python_files(folder: str) -> Iterator[str]:
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            if name.endswith(".py"):
                yield os.path.join(parent, name)


def _names(path: str, sources: dict[str, bytes]) -> tuple[str, ...]:
    """pytest's name first: dotted from the last folder upwards that is no package; then from the suite's folder."""
    parts = path[: -len(".py")].split(os.sep)
    folder = parts[:-1]
    start = len(folder)
    while start > 0 and os.path.join(*folder[:start], "__init__.py") in sources:
        start -= 1
    if parts[-1] == "__init__":
        parts = parts[:-1]
    dotted = ".".join(parts)
    own = ".".join(parts[start:])
    return tuple(dict.fromkeys(name for name in (own, dotted) if name))


def _mentioned(tree: ast.Module) -> set[str]:
    """Names that the file uses: a test that another one calls has to stay."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found


def _without(body: list[ast.stmt], names: set[str] | frozenset[str]) -> list[ast.stmt]:
    kept: list[ast.stmt] = []
    for statement in body:
        if isinstance(statement, FUNCTIONS) and statement.name in names:
            continue
        if isinstance(statement, ast.ClassDef):
            statement = copy.copy(statement)
            statement.body = _without(statement.body, names) or [ast.copy_location(ast.Pass(), statement)]
        kept.append(statement)
    return kept
