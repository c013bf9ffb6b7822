"""Assert statements of grade.py, rewritten so that a failing one tells its operands."""

from __future__ import annotations

import ast

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


class Rewrite(ast.NodeTransformer):
    """assert a == b, text: both sides go into names first; where it fails, they're told to `failed`."""

    def __init__(self) -> None:
        self.count = 0

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        statements: list[ast.stmt] = []
        source = ast.unparse(node.test)
        text = node.msg or ast.Constant(None)
        if isinstance(node.test, ast.Compare) and len(node.test.ops) == 1:
            left = self.keep(node.test.left, statements)
            right = self.keep(node.test.comparators[0], statements)
            test: ast.expr = ast.Compare(left, node.test.ops, [right])
            symbol = SYMBOLS[type(node.test.ops[0])]
            operands = [left, right]
        else:
            test = self.keep(node.test, statements)
            symbol = ""
            operands = [test, ast.Constant(None)]
        call = ast.Call(ast.Name(FAILED, ast.Load()), [ast.Constant(source), ast.Constant(symbol), *operands, text], [])
        statements.append(ast.If(ast.UnaryOp(ast.Not(), test), [ast.Raise(call, None)], []))
        kept: list[ast.expr] = [ast.Name(each.targets[0].id, ast.Store()) for each in statements if type(each) is ast.Assign]
        statements.append(ast.Assign(kept, ast.Constant(None)))  # nothing stays alive for the sake of an assertion
        for statement in statements:
            ast.copy_location(statement, node)
            ast.fix_missing_locations(statement)
        return statements

    def keep(self, value: ast.expr, statements: list[ast.stmt]) -> ast.expr:
        self.count += 1
        name = f"@pyjury {self.count}"
        statements.append(ast.Assign([ast.Name(name, ast.Store())], value))
        return ast.Name(name, ast.Load())


def failed(source: str, symbol: str, left: Any, right: Any, text: Any) -> Failure:
    """What a failed assertion says. By custom the value that came is on the left, the expected one on the right."""
    said = "" if text is None else f"{text}\n"
    if symbol == "==":
        if type(right) is Approx:
            found = difference(left, right.expected, right.rule)
        else:
            found = difference(left, right)
        return Failure(
            said + (found or differs(None, left, right)).message(),
            f"{said}assert {source}\nleft: {describe(left)}\nright: {describe(right)}",
        )
    if symbol:
        return Failure(
            f"{said}not so: {describe(left)} {symbol} {describe(right)}",
            f"{said}assert {source}\nleft: {describe(left)}\nright: {describe(right)}",
        )
    if text is not None:
        return Failure(str(text), f"{text}\nassert {source}\nvalue: {describe(left)}")
    return Failure(f"not so: {source}; the value is {describe(left)}")


def compiled(source: bytes, path: str) -> Any:
    """The code of a grader's file, with its assertions rewritten."""
    return compile(Rewrite().visit(ast.parse(source, path)), path, "exec", dont_inherit=True)
