"""Sentinels: contradictions of a test, made from its syntax.

Two kinds:

- *changed:N*: an expected value is another one (`== 5` becomes `== 4`, in the assertion, in the list of
  parameters, or in a local name; so does what must be `in` something; `raises(ValueError)` expects another exception). What passes both the
  test and this answers with whatever is expected: the test is not believed. It is no proof of tampering,
  since an honest class may have an `__eq__` that says yes to everything.
- *denied:N*: an assertion that the test makes whenever it passes is negated; *undone*: the test can't
  complete. One run can't satisfy an assertion and its negation, so what passes both a test and this,
  twice, forges results: tampering.

An assertion is contradicted only if a passing test must have made it: not one under a condition, in a loop
over what the submission gave, after a possible return, or in a block that may swallow an exception. Else an
honest wrong submission that never gets there would pass both.

Positions in the code stay those of the test, so that the two differ in nothing but what they say.
"""

import ast
import copy
from dataclasses import dataclass
from typing import Any, Callable, Iterator

from .plan import Test
from .suite import FUNCTIONS, Edit, Suite

HARMLESS = {
    "subTest", "open", "warns", "deprecated_call", "TemporaryDirectory", "NamedTemporaryFile", "at_level",
    "redirect_stdout", "redirect_stderr", "nullcontext", "catch_warnings", "chdir", "timeout", "disabled",
    "localcontext",
}
"""Contexts that swallow no exception."""

UNLIKELY = ("BufferError", "FloatingPointError", "UnicodeTranslateError")
"""Exceptions that nobody raises beside another one."""


@dataclass
class Site:
    """One way to contradict a test, applicable to the tree that it was found in."""

    kind: str
    apply: Callable[[], None]


def contradictions(suite: Suite, test: Test) -> list[str]:
    """The names of a test's contradictions, in the order in which calibration should try them."""
    tree = suite.pruned(test.file, frozenset())
    counts: dict[str, int] = {}
    names = []
    for site in _sites(tree, test):
        names.append(f"{site.kind}:{counts.get(site.kind, 0)}")
        counts[site.kind] = counts.get(site.kind, 0) + 1
    return names


def edit_for(test: Test, name: str) -> Edit:
    kind, _, number = name.partition(":")

    def edit(tree: ast.Module) -> None:
        [site] = [s for i, s in enumerate(s for s in _sites(tree, test) if s.kind == kind) if i == int(number)]
        site.apply()

    return edit


def proves(name: str) -> bool:
    """Whether passing this beside the test is proof of tampering."""
    return not name.startswith("changed:")


def _sites(tree: ast.Module, test: Test) -> list[Site]:
    function = find_function(tree, test)
    if function is None:
        return []
    certain = list(_certain(function.body, _literal_names(tree)))
    changed = [site for statement in certain for site in _changes(statement, function, tree, test)]
    denied = [site for statement in certain for site in _denials(statement)]
    return changed + denied + list(_undoing(function))


def find_function(tree: ast.Module, test: Test) -> Any:
    """The definition of the test's function: in its class, or in a base class of the same file."""
    body = tree.body
    for name in test.classes:
        classes = {node.name: node for node in body if isinstance(node, ast.ClassDef)}
        if name not in classes:
            return None
        owner = classes[name]
        visited = set()
        while not any(isinstance(n, FUNCTIONS) and n.name == test.function for n in owner.body):
            visited.add(owner.name)
            bases = [b.id for b in owner.bases if isinstance(b, ast.Name) and b.id in classes and b.id not in visited]
            if name != test.classes[-1] or not bases:
                break
            owner = classes[bases[0]]
        body = owner.body
    found = [node for node in body if isinstance(node, FUNCTIONS) and node.name == test.function]
    return found[-1] if found else None


# -- what a passing test must have executed ------------------------------------------------------------


def _certain(body: list[ast.stmt], literals: dict[str, ast.expr]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        if isinstance(statement, (ast.With, ast.AsyncWith)):
            if all(_called(item.context_expr) in HARMLESS or _is_subtest(item.context_expr) for item in statement.items):
                yield from _certain(statement.body, literals)
        elif isinstance(statement, ast.For):
            if _has_items(statement.iter, literals) and not _may_leave(statement.body):
                yield from _certain(statement.body, literals)
        elif isinstance(statement, ast.Try) and not statement.handlers:
            yield from _certain(statement.body, literals)
        if _may_leave([statement]) or _skips(statement):
            return


def _called(expression: ast.expr) -> str:
    if isinstance(expression, ast.Call):
        expression = expression.func
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""


def _is_subtest(expression: ast.expr) -> bool:
    return (
        isinstance(expression, ast.Call)
        and isinstance(expression.func, ast.Attribute)
        and expression.func.attr == "test"
        and isinstance(expression.func.value, ast.Name)
        and expression.func.value.id == "subtests"
    )


def _has_items(expression: ast.expr, literals: dict[str, ast.expr]) -> bool:
    """Whether a loop over this surely runs once: a list that is written there, or a range of numbers."""
    if isinstance(expression, (ast.List, ast.Tuple, ast.Set)):
        return any(not isinstance(element, ast.Starred) for element in expression.elts)
    if isinstance(expression, ast.Dict):
        return any(key is not None for key in expression.keys)
    if isinstance(expression, ast.Name):
        return expression.id in literals and _has_items(literals[expression.id], {})
    if isinstance(expression, ast.Call):
        if _called(expression) in ("items", "keys", "values") and isinstance(expression.func, ast.Attribute):
            return isinstance(expression.func.value, (ast.Dict, ast.Name)) and _has_items(expression.func.value, literals)
        if isinstance(expression.func, ast.Name) and expression.func.id in ("enumerate", "sorted", "reversed", "zip"):
            return bool(expression.args) and all(_has_items(argument, literals) for argument in expression.args)
        if isinstance(expression.func, ast.Name) and expression.func.id == "range":
            try:
                return len(range(*[ast.literal_eval(argument) for argument in expression.args])) > 0
            except (ValueError, TypeError):
                return False
    return False


def _literal_names(tree: ast.Module) -> dict[str, ast.expr]:
    """Module-level names that are assigned once, to something written out."""
    found: dict[str, ast.expr] = {}
    stores: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            stores[node.id] = stores.get(node.id, 0) + 1
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
            found[statement.targets[0].id] = statement.value
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
            found[statement.target.id] = statement.value
    return {name: value for name, value in found.items() if stores[name] == 1}


def _inside(nodes: list[ast.stmt]) -> Iterator[ast.AST]:
    """What these statements contain, without the bodies of functions and classes in them."""
    pending: list[ast.AST] = list(nodes)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            pending.extend(ast.iter_child_nodes(node))


def _may_leave(body: list[ast.stmt]) -> bool:
    return any(isinstance(node, (ast.Return, ast.Break, ast.Continue)) for node in _inside(body))


def _skips(statement: ast.stmt) -> bool:
    return any(
        isinstance(node, ast.Call) and _called(node) in ("skip", "skipTest", "importorskip", "xfail", "exit", "_exit")
        for node in _inside([statement])
    )


# -- changed values --------------------------------------------------------------------------------------


def _changes(statement: ast.stmt, function: Any, tree: ast.Module, test: Test) -> Iterator[Site]:
    if isinstance(statement, ast.Assert):
        yield from _changes_of_test(statement.test, function, tree, test)
    elif isinstance(statement, ast.Expr):
        call = statement.value.value if isinstance(statement.value, ast.Await) else statement.value
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and len(call.args) >= 2:
            if call.func.attr in _EQUALITIES:
                for side in call.args[:2]:
                    yield from _change_of_side(side, function, tree, test)
            elif call.func.attr == "assertIn":
                yield from _change_of_side(call.args[0], function, tree, test, _nowhere)
        if isinstance(call, ast.Call) and _called(call) in _RAISES and len(call.args) >= 2:
            yield Site("changed", lambda: _expect_unlikely(call))
    elif isinstance(statement, ast.With):
        for item in statement.items:
            call = item.context_expr
            if isinstance(call, ast.Call) and _called(call) in _RAISES and call.args:
                yield Site("changed", lambda call=call: _expect_unlikely(call))


_EQUALITIES = {
    "assertEqual", "assertEquals", "assertListEqual", "assertTupleEqual", "assertDictEqual", "assertSetEqual",
    "assertSequenceEqual", "assertMultiLineEqual", "assertCountEqual", "assertIs",
}

_RAISES = {"raises", "assertRaises", "assertRaisesRegex"}


def _changes_of_test(expression: ast.expr, function: Any, tree: ast.Module, test: Test) -> Iterator[Site]:
    if isinstance(expression, ast.BoolOp) and isinstance(expression.op, ast.And):
        for value in expression.values:
            yield from _changes_of_test(value, function, tree, test)
    elif isinstance(expression, ast.Compare) and len(expression.ops) == 1:
        if isinstance(expression.ops[0], (ast.Eq, ast.Is)):
            for side in (expression.comparators[0], expression.left):
                yield from _change_of_side(side, function, tree, test)
        elif isinstance(expression.ops[0], ast.In):
            yield from _change_of_side(expression.left, function, tree, test, _nowhere)


def _change_of_side(side: ast.expr, function: Any, tree: ast.Module, test: Test,
                    other: Callable[[ast.expr], ast.expr | None] | None = None) -> Iterator[Site]:
    """One side of an equation: written out, or a name that stands for something written out and is used here only."""
    change = other or _other
    if isinstance(side, ast.Call) and _called(side) == "approx" and len(side.args) == 1 and not side.keywords:
        target = side.args[0]
        if _is_number(target):
            yield Site("changed", lambda: _become(target, _far(target)))
    elif isinstance(side, ast.Name):
        loads = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == side.id and isinstance(n.ctx, ast.Load)]
        if len(loads) == 1:
            for origin in _origins(side.id, function, tree, test):
                if change(origin) is not None:
                    yield Site("changed", lambda origin=origin: _become(origin, change(origin)))
    elif change(side) is not None:
        yield Site("changed", lambda: _become(side, change(side)))


def _nowhere(node: ast.expr) -> ast.expr | None:
    """What is surely in nothing that has this in it: an honest text may well have both `5` and `4`."""
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return None
    if isinstance(node.value, str):
        return ast.Constant(f"{node.value}\ue123\uf8f0\ue777")
    if isinstance(node.value, bytes):
        return ast.Constant(node.value + b"\x00\xfe\x01\xfd\x02\xfc\x03\xfb")
    return ast.Constant(node.value + 2718281828459.25) if isinstance(node.value, (int, float)) else None


def _origins(name: str, function: Any, tree: ast.Module, test: Test) -> Iterator[ast.expr]:
    """Where a name's value is written: an assignment of the test, or its row of a parametrize list."""
    stores = [
        statement for statement in function.body
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1
        and isinstance(statement.targets[0], ast.Name) and statement.targets[0].id == name
    ]
    all_stores = [n for n in ast.walk(function) if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store)]
    if len(stores) == 1 and len(all_stores) == 1:
        yield stores[0].value
    if len(all_stores) == 1:
        yield from _loop_cells(name, function, tree)
    if name not in test.rows or all_stores:
        return
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and _called(decorator) == "parametrize" and len(decorator.args) >= 2:
            names = _argument_names(decorator.args[0])
            if name in names:
                cell = _cell(decorator.args[1], test.rows[name], names, name, tree)
                if cell is not None:
                    yield cell


def _loop_cells(name: str, function: Any, tree: ast.Module) -> Iterator[ast.expr]:
    """The last value that a loop over a written list gives to the name."""
    for loop in ast.walk(function):
        if not isinstance(loop, ast.For):
            continue
        targets = loop.target.elts if isinstance(loop.target, (ast.Tuple, ast.List)) else [loop.target]
        names = [target.id if isinstance(target, ast.Name) else "" for target in targets]
        rows = loop.iter.elts if isinstance(loop.iter, (ast.List, ast.Tuple)) else []
        if name in names and rows:
            cell = _cell(loop.iter, len(rows) - 1, names, name, tree)
            if cell is not None:
                yield cell


def _argument_names(node: ast.expr) -> list[str]:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return []
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else list(value)


def _cell(values: ast.expr, row: int, names: list[str], name: str, tree: ast.Module) -> ast.expr | None:
    if isinstance(values, ast.Name):
        loads = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == values.id and isinstance(n.ctx, ast.Load)]
        literal = _literal_names(tree).get(values.id)
        if literal is None or len(loads) != 1:
            return None
        values = literal
    if not isinstance(values, (ast.List, ast.Tuple)) or any(isinstance(v, ast.Starred) for v in values.elts):
        return None
    if row >= len(values.elts):
        return None
    element = values.elts[row]
    if isinstance(element, ast.Call) and _called(element) == "param":
        return element.args[names.index(name)] if names.index(name) < len(element.args) else None
    if len(names) == 1:
        return element
    if isinstance(element, (ast.Tuple, ast.List)) and len(element.elts) == len(names):
        return element.elts[names.index(name)]
    return None


def _expect_unlikely(call: ast.Call) -> None:
    expected = {node.id for node in ast.walk(call.args[0]) if isinstance(node, ast.Name)}
    other = next(name for name in UNLIKELY if name not in expected)
    _become(call.args[0], ast.Name(id=other, ctx=ast.Load()))


def _is_number(node: ast.expr) -> bool:
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError):
        return False
    return isinstance(value, (int, float)) and value == value and abs(value) < 1e15


def _far(node: ast.expr) -> ast.expr:
    value = ast.literal_eval(node)
    return ast.Constant(round(abs(value) * 1.5 + 1, 3))


def _other(node: ast.expr) -> ast.expr | None:
    """A value of the same kind and form that isn't equal; None for what isn't written out."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    changed = _differ(copy.deepcopy(node))
    try:
        different = changed is not None and ast.literal_eval(changed) != value
    except (ValueError, TypeError):
        return None
    return changed if different else None


def _differ(node: ast.expr) -> ast.expr | None:
    if isinstance(node, ast.Constant):
        return ast.Constant(_other_constant(node.value))
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        node.operand = ast.Constant(_other_constant(node.operand.value))
        return node
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for index in reversed(range(len(node.elts))):
            changed = _differ(node.elts[index])
            if changed is not None:
                node.elts[index] = changed
                return node
        return ast.List([ast.Constant(0)], ast.Load()) if isinstance(node, ast.List) else ast.Tuple([ast.Constant(0)], ast.Load())
    if isinstance(node, ast.Dict):
        for index in reversed(range(len(node.values))):
            changed = _differ(node.values[index])
            if changed is not None:
                node.values[index] = changed
                return node
        return ast.Dict([ast.Constant(0)], [ast.Constant(0)])
    return None


def _other_constant(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value ^ 1
    if isinstance(value, float):
        return value * 1.5 + 1 if value == value else 1.0
    if isinstance(value, complex):
        return value + 1
    if isinstance(value, str):
        return _other_text(value)
    if isinstance(value, bytes):
        return _other_text(value.decode("latin-1")).encode("latin-1")
    return Ellipsis if value is None else None


def _other_text(text: str) -> str:
    """The last letter or digit is its neighbour."""
    for index in reversed(range(len(text))):
        if text[index].isascii() and text[index].isalnum():
            neighbour = {"z": "y", "Z": "Y", "9": "8"}.get(text[index], chr(ord(text[index]) + 1))
            return text[:index] + neighbour + text[index + 1 :]
    return text[:-1] if text else "x"


def _become(node: ast.expr, other: ast.expr | None) -> None:
    """Turns the node into another in its place."""
    assert other is not None
    position = {name: getattr(node, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    node.__class__ = other.__class__
    node.__dict__.clear()
    node.__dict__.update(other.__dict__)
    for child in ast.walk(node):
        for name, value in position.items():
            setattr(child, name, value)


# -- denials -----------------------------------------------------------------------------------------------


def _denials(statement: ast.stmt) -> Iterator[Site]:
    if isinstance(statement, ast.Assert):
        yield Site("denied", lambda: _negate(statement))


def _negate(statement: ast.Assert) -> None:
    if isinstance(statement.test, ast.UnaryOp) and isinstance(statement.test.op, ast.Not):
        statement.test = statement.test.operand
    else:
        statement.test = ast.copy_location(ast.UnaryOp(op=ast.Not(), operand=statement.test), statement.test)


def _undoing(function: Any) -> Iterator[Site]:
    """The test ends in an assertion that fails, if all its ways lead to its end."""
    if any(isinstance(node, (ast.Return, ast.Yield, ast.YieldFrom)) for node in _inside(function.body)):
        return

    def undo() -> None:
        last = function.body[-1]
        fails = ast.Assert(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id="__name__", ctx=ast.Load())), msg=None)
        for node in ast.walk(fails):
            ast.copy_location(node, last)
        function.body.append(fails)

    yield Site("undone", undo)
