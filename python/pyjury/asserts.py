"""Assert statements of grade.py, rewritten so that a failing one tells its operands."""

from __future__ import annotations

import _ast as ast

from .compare import Approx, difference, differs
from .describe import describe
from .failure import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FAILED = "@pyjury failed"
SYMBOLS = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
PLACE = ("lineno", "col_offset", "end_lineno", "end_col_offset")


class Rewrite:
    """assert a == b, text: both sides go into names first; where it fails, they're told to `failed`.

    By _ast alone: the ast module imports more than a whole case needs.
    """

    def __init__(self, source: bytes) -> None:
        self.lines = source.splitlines(keepends=True)
        self.count = 0

    def visit(self, node: Any) -> None:
        for field in node._fields:
            value = getattr(node, field, None)
            if type(value) is list:
                changed: list = []
                for each in value:
                    if type(each) is ast.Assert:
                        changed += self.rewritten(each)
                        continue
                    if isinstance(each, ast.AST):
                        self.visit(each)
                    changed.append(each)
                value[:] = changed
            elif isinstance(value, ast.AST):
                self.visit(value)

    def rewritten(self, node: Any) -> list:
        kept: list = []
        if type(node.test) is ast.Compare and len(node.test.ops) == 1:
            left = self.keep(node.test.left, kept)
            right = self.keep(node.test.comparators[0], kept)
            test: Any = ast.Compare(left=left, ops=node.test.ops, comparators=[right])
            symbol = SYMBOLS[type(node.test.ops[0])]
        else:
            test = left = self.keep(node.test, kept)
            right = ast.Constant(value=None)
            symbol = ""
        arguments = [
            ast.Constant(value=self.source(node.test)),
            ast.Constant(value=symbol),
            left,
            right,
            node.msg or ast.Constant(value=None),
        ]
        call = ast.Call(func=ast.Name(id=FAILED, ctx=ast.Load()), args=arguments, keywords=[])
        fail = ast.If(test=ast.UnaryOp(op=ast.Not(), operand=test), body=[ast.Raise(exc=call, cause=None)], orelse=[])
        names: list = [ast.Name(id=each.targets[0].id, ctx=ast.Store()) for each in kept]
        forget = ast.Assign(targets=names, value=ast.Constant(value=None))  # an assertion keeps nothing alive
        statements = [*kept, fail, forget]
        for statement in statements:
            locate(statement, node)
        return statements

    def keep(self, value: Any, kept: list) -> Any:
        self.count += 1
        name = f"@pyjury {self.count}"
        kept.append(ast.Assign(targets=[ast.Name(id=name, ctx=ast.Store())], value=value))
        return ast.Name(id=name, ctx=ast.Load())

    def source(self, node: Any) -> str:
        """The text of an expression, on one line."""
        lines = self.lines[node.lineno - 1 : node.end_lineno]
        lines[-1] = lines[-1][: node.end_col_offset]
        lines[0] = lines[0][node.col_offset :]
        return " ".join(line.decode("utf-8", "replace").strip() for line in lines)


def locate(node: Any, like: Any) -> None:
    """Give the place of a statement to all that was made for it."""
    for name in PLACE:
        if name in node._attributes and getattr(node, name, None) is None:
            setattr(node, name, getattr(like, name))
    for field in node._fields:
        value = getattr(node, field, None)
        for each in value if type(value) is list else [value]:
            if isinstance(each, ast.AST):
                locate(each, like)


def failed(source: str, symbol: str, left: Any, right: Any, text: Any) -> Failure:
    """What a failed assertion says. By custom the value that came is on the left, the expected one on the right."""
    said = "" if text is None else f"{text}\n"
    operands = f"{said}assert {source}\nleft: {describe(left)}\nright: {describe(right)}"
    if symbol == "==":
        found = difference(left, right.expected, right.rule) if type(right) is Approx else difference(left, right)
        return Failure(said + (found or differs(None, left, right)).message(), operands)
    if symbol:
        return Failure(f"{said}not so: {describe(left)} {symbol} {describe(right)}", operands)
    if text is not None:
        return Failure(str(text), f"{text}\nassert {source}\nvalue: {describe(left)}")
    return Failure(f"not so: {source}; the value is {describe(left)}")


def compiled(source: bytes, path: str) -> Any:
    """The code of a grader's file, with its assertions rewritten."""
    tree = compile(source, path, "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    Rewrite(source).visit(tree)
    return compile(tree, path, "exec", dont_inherit=True)
