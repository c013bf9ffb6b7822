"""Implementations in tests mode: the reference and its mutants, which a submitted suite must tell apart by behaviour."""

import ast
import os
import secrets
import shutil
from dataclasses import dataclass
from types import CodeType

from .importing import Module
from .problem import PackageError
from .suite import FUNCTIONS, Suite


@dataclass(frozen=True)
class Implementation:
    name: str
    sources: dict[str, bytes]

    def modules(self, folder: str) -> list[Module]:
        """Compiled as if it lay in `folder`, where it doesn't; each time with other bytecode of the same meaning.

        A suite that compares code objects, their constants or their sizes meets none of them twice.
        """
        suite = Suite(folder, self.sources)
        modules = []
        for source in suite.sources.values():
            tree = suite.pruned(source.path, frozenset())
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
    """Adds to each function a local that nothing reads, with a random value, in the line of its first statement."""
    for function in [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]:
        names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        if names & {"locals", "vars", "dir"}:
            continue
        at = 1 if ast.get_docstring(function, clean=False) is not None else 0
        target = ast.Name(id=f"_{secrets.token_hex(4)}", ctx=ast.Store())
        statement = ast.Assign(targets=[target], value=ast.Constant(secrets.randbits(30)), type_comment=None)
        first = function.body[min(at, len(function.body) - 1)]
        for node in ast.walk(statement):
            ast.copy_location(node, first)
        function.body.insert(at, statement)


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
