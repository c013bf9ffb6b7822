"""Life: code that can't ever run, as far as that is seen from constants, jumps and names that nobody reads."""
import ast

from . import constants
from .scopes import Scope

JUMPS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
LAZY = (ast.Lambda, ast.GeneratorExp, ast.ListComp, ast.SetComp, ast.DictComp)
# An expression with one of these may do something; without, it only gives a value.
DEEDS = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
EXITS = {"exit", "quit", "sys.exit", "os._exit", "os.abort"}


def mark(tree: ast.Module) -> list[ast.stmt]:
    """Give every dead node `dead`; the first statement of each dead stretch is given back."""
    first: list[ast.stmt] = []
    for node in list(ast.walk(tree)):
        if dead(node):
            continue
        for block in blocks(node):
            for number, statement in enumerate(block):
                if ends(statement) and number + 1 < len(block):
                    first.append(block[number + 1])
                    kill(block[number + 1 :])
                    break
        for stretch in never(node):
            if stretch and isinstance(stretch[0], ast.stmt) and not pending(node):
                first.append(stretch[0])
            kill(stretch)
    return first


def mark_unread(tree: ast.Module, read: set[tuple[Scope, str]]) -> None:
    """Give `dead` to what is made for nobody: values of names that are never read, and what is left lying."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and is_idle(node.value):
            kill([node.value])
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if node.scope.is_function and not node.decorator_list and (node.scope.lookup(node.name), node.name) not in read:
                kill([node])
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if isinstance(node, ast.NamedExpr) and not isinstance(node.parent, ast.Expr):
                continue
            if is_idle(node.value) and all(unread(target, read) for target in targets):
                kill([node.value])


def is_idle(node: ast.AST) -> bool:
    """Whether an expression does nothing but to give a value, which nobody takes: a lambda, a comprehension, `n[1:]`."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DEEDS):
            return False
        if not isinstance(one, LAZY):
            waiting.extend(ast.iter_child_nodes(one))
    return True


def unread(target: ast.AST, read: set[tuple[Scope, str]]) -> bool:
    """Whether a target is a name that nobody here reads and that no grader would look for."""
    if not isinstance(target, ast.Name):
        return False
    owner = target.scope.lookup(target.id)
    if owner is None or (owner, target.id) in read:
        return False
    private = target.id.startswith("_") and not target.id.startswith("__")
    return private or owner.is_function


def dead(node: ast.AST) -> bool:
    return getattr(node, "dead", False)


def kill(nodes: list[ast.AST]) -> None:
    for top in nodes:
        if not dead(top):
            for node in ast.walk(top):
                node.dead = True


def blocks(node: ast.AST) -> list[list[ast.stmt]]:
    """The statement lists of a node."""
    every = [getattr(node, name, None) for name in ("body", "orelse", "finalbody")]
    return [block for block in every if isinstance(block, list)]


def never(node: ast.AST) -> list[list[ast.AST]]:
    """The parts of a node that its own conditions rule out."""
    match node:
        case ast.If(test=test, body=body, orelse=orelse) | ast.IfExp(test=test, body=body, orelse=orelse):
            found = constants.truth(test)
            out = [] if found is None else [orelse if found else body]
            return [part if isinstance(part, list) else [part] for part in out]
        case ast.While(test=test, body=body, orelse=orelse):
            found = constants.truth(test)
            # A loop that never runs isn't a loop.
            return [] if found is None else [orelse] if found else [[node]] if not orelse else [body]
        case ast.For(iter=iterable) if constants.value(iterable) in ((), "", b""):
            return [[node]] if not node.orelse else [node.body]
        case ast.Try(body=body, handlers=handlers) if all(isinstance(one, ast.Pass) or is_constant(one) for one in body):
            return [handlers]
        case ast.Match(subject=subject, cases=cases):
            wanted = constants.value(subject)
            return [[case] for case in cases if (case.guard is not None and constants.truth(case.guard) is False) or is_other(case.pattern, wanted)]
        case ast.BoolOp(op=operator, values=values):
            for number, one in enumerate(values):
                if constants.truth(one) is isinstance(operator, ast.Or):
                    return [list(values[number + 1 :])]
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            if constants.value(node.generators[0].iter) in ((), "", b""):
                return [[node]]
    return []


def is_constant(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def is_other(pattern: ast.pattern, wanted: object) -> bool:
    """Whether a pattern is a constant, and not the one that is looked at."""
    if wanted is constants.UNKNOWN or not isinstance(pattern, (ast.MatchValue, ast.MatchSingleton)):
        return False
    found = constants.value(pattern.value) if isinstance(pattern, ast.MatchValue) else pattern.value
    return found is not constants.UNKNOWN and found != wanted


def pending(node: ast.AST) -> bool:
    """`if TYPE_CHECKING:` and `if __name__ ...` are no mistakes."""
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def ends(statement: ast.stmt) -> bool:
    """Whether nothing after this statement in its block can run."""
    match statement:
        case ast.If(test=test, body=body, orelse=orelse):
            found = constants.truth(test)
            ways = [body, orelse] if found is None else [body if found else orelse]
            return all(any(ends(one) for one in way) for way in ways)
        case ast.Assert(test=test):
            return constants.truth(test) is False
        case ast.While(test=test):
            return constants.truth(test) is True and not any(leaves(one) for one in statement.body)
        case ast.Expr(value=ast.Call(func=function)):
            return is_exit(function)
        case ast.Try(body=body, finalbody=last, handlers=handlers):
            rest = [body, *(handler.body for handler in handlers)]
            return any(ends(one) for one in last) or all(any(ends(one) for one in way) for way in rest)
    return isinstance(statement, JUMPS)


def is_exit(function: ast.AST) -> bool:
    """Whether a call of it ends the program. Names are not followed: what else is called so is the submission's own."""
    name = ast.unparse(function) if isinstance(function, (ast.Name, ast.Attribute)) else ""
    if name not in EXITS:
        return False
    top = name.partition(".")[0]
    owner = function.scope.lookup(top)
    if "." not in name:
        return owner is None
    return owner is not None and all(one.imported == top for one in owner.bindings[top])


def leaves(node: ast.AST) -> bool:
    """Whether a `break` in a loop's body is the loop's own."""
    if isinstance(node, ast.Break):
        return True
    if isinstance(node, (ast.For, ast.AsyncFor, ast.While)):
        return any(leaves(one) for one in node.orelse)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return False
    return any(leaves(child) for child in ast.iter_child_nodes(node) if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case)))
