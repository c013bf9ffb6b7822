"""Exemplars with one mistake: what a suite of worth tells from the exemplar.

Four kinds, each at every place of the program in the order of its lines. Which kind comes first follows from the name
of the exercise, so that a collection has them all. Nothing is random: the same exemplar has the same mutants.
"""

import ast
import copy
import zlib
from typing import Callable, Iterator

FLIPPED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.GtE, ast.GtE: ast.Lt, ast.Gt: ast.LtE, ast.LtE: ast.Gt,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}
DROPPED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Raise, ast.Delete)


def flip_comparison(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Compare):
        return None
    before = ast.unparse(node)
    node.ops[0] = FLIPPED[type(node.ops[0])]()
    return f"`{before}` is `{ast.unparse(node)}`"


def change_constant(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Constant) or node.value is None or node.value is Ellipsis:
        return None
    before = node.value
    if isinstance(before, bool):
        node.value = not before
    elif isinstance(before, (str, bytes)):
        node.value = before + (b"x" if isinstance(before, bytes) else "x")
    else:
        node.value = before + 1
    return f"`{before!r}` is `{node.value!r}`"


def drop_statement(node: ast.AST) -> str | None:
    """The first statement of a body that only does something; the body keeps a `pass` in its place."""
    if not isinstance(node, DROPPED):
        return None
    before = ast.unparse(node).splitlines()[0]
    node.__class__ = ast.Pass
    return f"`{before}` is left out"


def return_none(node: ast.AST) -> str | None:
    if not isinstance(node, ast.Return) or node.value is None:
        return None
    before = ast.unparse(node).splitlines()[0]
    node.value = None
    return f"`{before}` is `return`"


KINDS: list[Callable[[ast.AST], str | None]] = [flip_comparison, change_constant, drop_statement, return_none]


def mutants(name: str, source: bytes) -> Iterator[tuple[str, str]]:
    """What was done and the program with it, for each mutant that Python takes."""
    tree = ast.parse(source)
    first = zlib.crc32(name.encode()) % len(KINDS)
    for kind in KINDS[first:] + KINDS[:first]:
        for place in range(len(_places(tree))):
            changed = copy.deepcopy(tree)
            node = _places(changed)[place]
            done = kind(node)
            if done is None:
                continue
            text = ast.unparse(ast.fix_missing_locations(changed)) + "\n"
            try:
                compile(text, name, "exec")
            except (SyntaxError, ValueError):
                continue
            yield f"line {node.lineno}: {done}", text


def _places(tree: ast.Module) -> list[ast.AST]:
    """Statements and expressions in the order of the source, without docstrings and annotations."""
    left_out = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out |= {node, node.value}
        for annotation in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if annotation is not None:
                left_out |= set(ast.walk(annotation))
    places = [node for node in ast.walk(tree) if hasattr(node, "lineno") and node not in left_out]
    return sorted(places, key=lambda node: (node.lineno, node.col_offset))
