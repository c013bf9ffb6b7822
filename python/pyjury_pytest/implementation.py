"""Implementations in tests mode: the reference and its mutants, which a submitted suite must tell apart by behaviour."""

import ast
import os
import secrets
import shutil
from dataclasses import dataclass
from types import CodeType
from typing import Any

from .importing import Module
from .problem import PackageError
from .suite import FUNCTIONS, Suite


@dataclass(frozen=True)
class Implementation:
    name: str
    sources: dict[str, bytes]

    def modules(self, folder: str, disguised: bool = True) -> list[Module]:
        """Compiled as if it lay in `folder`, where it doesn't; each time with other bytecode of the same meaning.

        What can be seen of code that can't be read, the numbers of lines and of instructions in a traceback, is never the
        same twice.
        """
        suite = Suite(folder, self.sources)
        modules = []
        for source in suite.sources.values():
            tree = suite.pruned(source.path, frozenset())
            if disguised:
                disguise(tree)
            code = compile(tree, suite.full_path(source.path), "exec", dont_inherit=True)
            modules += [(name, suite.full_path(source.path), source.is_package, code) for name in source.names]
        return modules

    def lines(self, folder: str) -> dict[str, set[int]]:
        """For each file the lines inside functions that can be run."""
        suite = Suite(folder, self.sources)
        return {
            suite.full_path(path): _lines(compile(suite.tree(path), path, "exec", dont_inherit=True), inside=False)
            for path in suite.sources
        }


def read_implementations(grader: str) -> tuple[Implementation, list[Implementation]]:
    """The reference in grader/reference/, and each file or folder of grader/mutants/ laid over it."""
    reference = _python_files(os.path.join(grader, "reference"))
    if not reference:
        raise PackageError("grader/reference/ has no Python file: put what is to be tested there", "reference")
    _check(reference, "reference")
    mutants = []
    folder = os.path.join(grader, "mutants")
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            changed = _python_files(path)
        elif name.endswith(".py"):
            if len(reference) != 1:
                raise PackageError("the reference has several files, so a mutant is a folder with those it changes",
                                   f"mutants/{name}")
            with open(path, "rb") as file:
                changed = {next(iter(reference)): file.read()}
        else:
            continue
        unknown = sorted(changed.keys() - reference.keys())
        if unknown or not changed:
            raise PackageError(f"the reference has no file {unknown[0]}" if unknown else "the mutant changes no file",
                               f"mutants/{name}")
        _check(changed, f"mutants/{name}")
        mutants.append(Implementation(os.path.splitext(name)[0], {**reference, **changed}))
    if not mutants:
        raise PackageError("grader/mutants/ is empty: put wrong versions of the reference there", "mutants")
    return Implementation("reference", reference), mutants


def remove(grader: str) -> bool:
    """Takes reference and mutants from the disk, names and all."""
    for name in ("reference", "mutants"):
        shutil.rmtree(os.path.join(grader, name), ignore_errors=True)
    return not os.path.exists(os.path.join(grader, "reference")) and not os.path.exists(os.path.join(grader, "mutants"))


def disguise(tree: ast.Module) -> None:
    """Adds statements without effect to functions, at random places, and spreads all lines at random, in their order."""
    for node in list(ast.walk(tree)):
        if isinstance(node, ast.Lambda):
            values = [ast.Constant(secrets.randbits(8)) for _ in range(1 + _below(12))]
            node.body = _at(ast.Subscript(ast.Tuple([*values, node.body], ast.Load()), ast.Constant(-1), ast.Load()), node.body)
        elif isinstance(node, FUNCTIONS) and not _looks_at_its_locals(node):
            at = 1 if ast.get_docstring(node, clean=False) is not None else 0
            _pad(node.body, at, within_loop=False)
            first = node.body[min(at, len(node.body) - 1)]
            node.body[at:at] = [_at(statement, first) for _ in range(1 + _below(6)) for statement in _idle()]
    _spread(tree)


def _looks_at_its_locals(function: ast.AST) -> bool:
    names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    return bool(names & {"locals", "vars", "dir", "exec", "eval"})


def _pad(body: list[ast.stmt], start: int, within_loop: bool) -> None:
    """Idle statements into a block of a function and the blocks in it, few where they may run often."""
    for place in range(len(body) - 1, start - 1, -1):
        statement = body[place]
        if not isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
            loop = within_loop or isinstance(statement, (ast.For, ast.AsyncFor, ast.While))
            parts = [statement, *getattr(statement, "handlers", ()), *getattr(statement, "cases", ())]
            for part in parts:
                for name in ("body", "orelse", "finalbody"):
                    if isinstance(block := getattr(part, name, None), list):
                        _pad(block, 0, loop)
        if _below(6 if within_loop else 2) == 0:
            body[place:place] = [_at(idle, statement) for idle in _idle()]


def _idle() -> list[ast.stmt]:
    """Statements that change nothing: locals that nothing else reads."""
    one, other = f"_{secrets.token_hex(4)}", f"_{secrets.token_hex(4)}"
    number, more = secrets.randbits(30), secrets.randbits(6)
    kinds = (
        f"{one} = {number}",
        f"{one} = {other} = {number}",
        f"{one} = ({number}, {more})",
        f"{one} = {number}\n{other} = {one}",
        f"{one} = {number}\n{one} += {more}",
        f"{one} = [{number}]",
        f"{one} = {more}\nif {one} < 0:\n    {other} = {number}",
        f"{one} = {{}}\n{other} = not {one}",
        f"{one} = {other} = None\nif {one} is not {other}:\n    {one} = {number}",
    )
    return ast.parse(secrets.choice(kinds)).body


def _at(new: ast.AST, old: ast.AST) -> Any:
    """A new node and all new ones in it, in the lines of an old one."""
    for node in ast.walk(new):
        if not hasattr(node, "lineno") or isinstance(new, ast.stmt):
            ast.copy_location(node, old)
    return new


def _spread(tree: ast.Module) -> None:
    """Other numbers for lines: they stay in their order, and how far they are apart says little."""
    last = max((getattr(node, "end_lineno", None) or 0 for node in ast.walk(tree)), default=0)
    numbers = [_below(500)]
    for _ in range(last):
        numbers.append(numbers[-1] + 1 + _below(1 << _below(7)))
    for node in ast.walk(tree):
        if hasattr(node, "lineno"):
            node.lineno = numbers[node.lineno]
            node.end_lineno = numbers[node.end_lineno or 0]


def _below(number: int) -> int:
    return secrets.randbelow(number)


def _python_files(folder: str) -> dict[str, bytes]:
    found = {}
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith(".py"):
                path = os.path.join(parent, name)
                with open(path, "rb") as file:
                    found[os.path.relpath(path, folder)] = file.read()
    return found


def _check(sources: dict[str, bytes], place: str) -> None:
    for path, data in sources.items():
        try:
            compile(data, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            raise PackageError(f"{type(error).__name__}: {error}", place if place.endswith(".py") else f"{place}/{path}", getattr(error, "lineno", 0) or 0)


def _lines(code: CodeType, inside: bool) -> set[int]:
    found = {line for _, _, line in code.co_lines() if line and line != code.co_firstlineno} if inside else set()
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            is_function = bool(constant.co_flags & 0x2)  # CO_NEWLOCALS: not the body of a class
            found |= _lines(constant, is_function)
    return found
