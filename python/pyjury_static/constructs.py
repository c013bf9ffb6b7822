"""Constructs: the words for pieces of syntax that rules can ask for or forbid."""
import ast
from collections.abc import Callable

from .scopes import FUNCTIONS

COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp)


def kind(*types: type) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, types)


def is_elif(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.parent, ast.If) and node.parent.orelse == [node] \
        and node.col_offset == node.parent.col_offset


def is_function_within(node: ast.AST) -> bool:
    return isinstance(node, FUNCTIONS) and node.scope.is_function


def is_generator(node: ast.AST) -> bool:
    return isinstance(node, (ast.Yield, ast.YieldFrom, ast.GeneratorExp))


def is_hint(node: ast.AST) -> bool:
    return isinstance(node, ast.AnnAssign) or (isinstance(node, ast.arg) and node.annotation is not None) \
        or (isinstance(node, FUNCTIONS) and node.returns is not None)


def stores(container: type) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, container) and isinstance(node.ctx, (ast.Store, ast.Del))


def display(literal: type) -> Callable[[ast.AST], bool]:
    return lambda node: isinstance(node, literal) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


# Each word with what it means for authors, and its test. `recursion` is found by the graph; `list` and the like are
# displays, their calls are written `list()`.
CONSTRUCTS: dict[str, tuple[str, Callable[[ast.AST], bool]]] = {
    "for": ("a for statement", kind(ast.For)),
    "while": ("a while statement", kind(ast.While)),
    "loop": ("a for, while or async for statement", kind(ast.For, ast.While, ast.AsyncFor)),
    "iteration": ("a loop, comprehension or generator expression",
                  kind(ast.For, ast.While, ast.AsyncFor, *COMPREHENSIONS, ast.GeneratorExp)),
    "break": ("a break", kind(ast.Break)),
    "continue": ("a continue", kind(ast.Continue)),
    "if": ("an if or elif", kind(ast.If)),
    "elif": ("an elif", is_elif),
    "ternary": ("a conditional expression", kind(ast.IfExp)),
    "match": ("a match statement", kind(ast.Match)),
    "comprehension": ("a list, set or dict comprehension", kind(*COMPREHENSIONS)),
    "list comprehension": ("a list comprehension", kind(ast.ListComp)),
    "set comprehension": ("a set comprehension", kind(ast.SetComp)),
    "dict comprehension": ("a dict comprehension", kind(ast.DictComp)),
    "generator expression": ("a generator expression", kind(ast.GeneratorExp)),
    "generator": ("a yield, a yield from or a generator expression", is_generator),
    "yield": ("a yield", kind(ast.Yield)),
    "yield from": ("a yield from", kind(ast.YieldFrom)),
    "lambda": ("a lambda", kind(ast.Lambda)),
    "recursion": ("a function that calls itself, directly or through others", lambda node: False),
    "def": ("a function definition", kind(*FUNCTIONS)),
    "nested function": ("a def within a function", is_function_within),
    "async def": ("a coroutine function", kind(ast.AsyncFunctionDef)),
    "await": ("an await", kind(ast.Await)),
    "async for": ("an async for, also in a comprehension",
                  lambda node: isinstance(node, ast.AsyncFor) or (isinstance(node, ast.comprehension) and bool(node.is_async))),
    "async with": ("an async with", kind(ast.AsyncWith)),
    "with": ("a with or async with statement", kind(ast.With, ast.AsyncWith)),
    "class": ("a class", kind(ast.ClassDef)),
    "decorator": ("a decorator", lambda node: bool(getattr(node, "decorator_list", None))),
    "try": ("a try statement", kind(ast.Try, ast.TryStar)),
    "except": ("an except clause", kind(ast.ExceptHandler)),
    "except*": ("an except* clause", kind(ast.TryStar)),
    "finally": ("a finally clause", lambda node: bool(getattr(node, "finalbody", None))),
    "raise": ("a raise", kind(ast.Raise)),
    "assert": ("an assert", kind(ast.Assert)),
    "return": ("a return", kind(ast.Return)),
    "pass": ("a pass", kind(ast.Pass)),
    "del": ("a del", kind(ast.Delete)),
    "global": ("a global statement", kind(ast.Global)),
    "nonlocal": ("a nonlocal statement", kind(ast.Nonlocal)),
    "import": ("an import", kind(ast.Import, ast.ImportFrom)),
    "relative import": ("an import from the own package", lambda node: isinstance(node, ast.ImportFrom) and node.level > 0),
    "f-string": ("an f-string", kind(ast.JoinedStr)),
    "percent formatting": ("a string with %",
                           lambda node: isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod)
                           and isinstance(node.left, (ast.Constant, ast.JoinedStr)) and not isinstance(getattr(node.left, "value", ""), (int, float))),
    "walrus": ("an assignment expression", kind(ast.NamedExpr)),
    "slicing": ("a slice", kind(ast.Slice)),
    "star-args": ("a parameter *args", lambda node: isinstance(node, ast.arguments) and node.vararg is not None),
    "star-kwargs": ("a parameter **kwargs", lambda node: isinstance(node, ast.arguments) and node.kwarg is not None),
    "keyword-only": ("a keyword-only parameter", lambda node: isinstance(node, ast.arguments) and bool(node.kwonlyargs)),
    "positional-only": ("a positional-only parameter", lambda node: isinstance(node, ast.arguments) and bool(node.posonlyargs)),
    "default": ("a parameter with a default",
                lambda node: isinstance(node, ast.arguments) and bool(node.defaults or any(node.kw_defaults))),
    "unpacking": ("a * or ** in a call or display, or a starred target",
                  lambda node: isinstance(node, ast.Starred) or (isinstance(node, ast.keyword) and node.arg is None)
                  or (isinstance(node, ast.Dict) and None in node.keys)),
    "type hints": ("an annotation", is_hint),
    "boolean operator": ("an and, or or not",
                         lambda node: isinstance(node, ast.BoolOp) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))),
    "chained comparison": ("a < b < c", lambda node: isinstance(node, ast.Compare) and len(node.ops) > 1),
    "list": ("a list display", display(ast.List)),
    "tuple": ("a tuple display", display(ast.Tuple)),
    "dict": ("a dict display", kind(ast.Dict)),
    "set": ("a set display", kind(ast.Set)),
    "augmented assignment": ("x += 1 and the like", kind(ast.AugAssign)),
    "item assignment": ("x[i] = value, or its deletion", stores(ast.Subscript)),
    "attribute assignment": ("x.name = value, or its deletion", stores(ast.Attribute)),
}
