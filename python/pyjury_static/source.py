"""Sources: submitted files as text and tree. Whatever a file holds, reading it ends in a tree or in a finding."""
import ast
import io
import re
import sys
import tokenize
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .finding import Finding

FILE_BYTES = 1 << 20
# Rules descend by recursion; what a person writes stays far below these.
TREE_DEPTH = 900
TREE_NODES = 400_000
PARSING = 3_000
# What Python would import and no rule can look at.
COMPILED = (".pyc", ".pyo", ".pyd", ".so")
# Others can hide line breaks in what looks like a comment (utf-7, unicode_escape).
ENCODINGS = {"utf-8", "utf-8-sig", "ascii", "us-ascii", "iso-8859-1", "latin-1"}


@dataclass
class Source:
    """A file. `error` is set, and the tree is empty, if it can't be read as Python; `scope` is the program's."""

    path: str
    text: str
    tree: ast.Module
    error: Finding | None = None
    scope: Any = None

    @property
    def module(self) -> str:
        """The name under which other files import it."""
        parts = self.path.removesuffix(".py").split("/")
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def package(self) -> str:
        """The package from which its relative imports count."""
        return self.module if self.path.endswith("__init__.py") else self.module.rpartition(".")[0]

    @property
    def lines(self) -> list[str]:
        """As CPython counts them: a form feed ends no line."""
        return re.split("\r\n|\r|\n", self.text)


class Unreadable(Exception):
    """A file that no rule can look at."""

    def __init__(self, message: str, line: int = 0, column: int = 1):
        super().__init__(message)
        self.line = line
        self.column = column


def read(folder: Path, path: str) -> Source:
    """The file at a path below the folder."""
    text, tree, error = "", ast.Module([], []), None
    try:
        if path.endswith(COMPILED):
            raise Unreadable("Python can take code from this file, which is no source")
        text = decoded(content(folder / path))
        tree = parsed(text)
    except Unreadable as problem:
        error = Finding(path, problem.line, problem.column, str(problem))
    return Source(path, text, tree, error)


def content(path: Path) -> bytes:
    """The bytes of a file that isn't too large."""
    try:
        with open(path, "rb") as file:
            data = file.read(FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(f"the file can't be read: {getattr(error, 'strerror', None) or error}") from error
    if len(data) > FILE_BYTES:
        raise Unreadable(f"the file is larger than {FILE_BYTES >> 20} MiB")
    return data


def decoded(data: bytes) -> str:
    """The text, by the encoding that the file declares."""
    if b"\0" in data:
        raise Unreadable("the file has a null byte", 1 + data[: data.index(b"\0")].count(b"\n"))
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise Unreadable(f"the encoding of the file: {error}", 1) from error
    if encoding not in ENCODINGS:
        raise Unreadable(f"the encoding {encoding}: only UTF-8, ASCII and Latin-1 are taken", 1)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].count(b"\n")
        raise Unreadable(f"a byte that is not {encoding} (0x{data[error.start]:02x})", line) from error


def parse(text: str, mode: str = "exec") -> Any:
    """As `ast.parse`, which needs the stack of C in proportion to the recursion limit: with a high one it ends the process."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(min(limit, PARSING))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text, mode=mode)
    finally:
        sys.setrecursionlimit(limit)


def parsed(text: str) -> ast.Module:
    """The tree, if it has a size that rules can work on."""
    try:
        tree = parse(text)
    except SyntaxError as error:
        raise Unreadable(f"{type(error).__name__}: {error.msg}", error.lineno or 0, error.offset or 1) from error
    except (RecursionError, MemoryError) as error:
        raise Unreadable("the code is nested too deeply to be read") from error
    except ValueError as error:
        raise Unreadable(f"the code can't be read: {error}") from error
    count, level, depth = 0, [tree], 0
    while level:
        depth += 1
        count += len(level)
        if depth > TREE_DEPTH or count > TREE_NODES:
            line = next((node.lineno for node in level if hasattr(node, "lineno")), 0)
            raise Unreadable("the code is nested too deeply" if depth > TREE_DEPTH else "the code is too large", line)
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return tree

