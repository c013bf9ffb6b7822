"""Constants: what an expression is, where that can be said without running it."""
import ast
import re
from typing import Any

UNKNOWN = object()
# Nothing longer is ever built.
LENGTH = 10_000
METHODS = {"lower", "upper", "strip", "lstrip", "rstrip", "replace", "removeprefix", "removesuffix", "title",
           "casefold", "swapcase", "capitalize", "decode", "encode"}
COMPARISONS = {
    ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b, ast.Is: lambda a, b: a is b,
    ast.IsNot: lambda a, b: a is not b, ast.Lt: lambda a, b: a < b, ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b, ast.GtE: lambda a, b: a >= b, ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}


def value(node: ast.AST | None) -> Any:
    """The value of an expression, or UNKNOWN."""
    if node is None:
        return UNKNOWN
    if not hasattr(node, "folded"):
        try:
            found = fold(node)
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError):
            found = UNKNOWN
        node.folded = UNKNOWN if isinstance(found, (str, bytes, tuple)) and len(found) > LENGTH else found
    return node.folded


def text(node: ast.AST | None) -> str | None:
    """The string that an expression is, or None."""
    found = value(node)
    return found if isinstance(found, str) else None


def truth(node: ast.AST) -> bool | None:
    """Whether a condition always or never holds; None if that depends."""
    if not hasattr(node, "truth"):
        node.truth = decide(node)
    return node.truth


def decide(node: ast.AST) -> bool | None:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = truth(operand)
            return None if inner is None else not inner
        case ast.BoolOp(op=operator, values=values):
            truths = [truth(one) for one in values]
            deciding = isinstance(operator, ast.Or)
            if deciding in truths:
                return deciding
            return None if None in truths else not deciding
        case ast.Lambda() | ast.GeneratorExp():
            return True
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return False
    found = value(node)
    return None if found is UNKNOWN else bool(found)


def fold(node: ast.AST) -> Any:
    """As `value`; may raise what the operation itself raises."""
    match node:
        case ast.Constant(value=constant):
            return constant
        case ast.Name() if hasattr(node, "scope"):
            return named(node)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            values = [value(part) for part in parts]
            return UNKNOWN if UNKNOWN in values else tuple(values)
        case ast.Dict(keys=[]):
            return ()
        case ast.BinOp(left=left, op=operator, right=right):
            return binary(value(left), operator, value(right))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = value(operand)
            return UNKNOWN if inner is UNKNOWN else -inner
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            sides = value(left), value(right)
            return UNKNOWN if UNKNOWN in sides else COMPARISONS[type(operator)](*sides)
        case ast.JoinedStr(values=parts):
            return joined(parts)
        case ast.Subscript(value=base, slice=ast.Slice(lower=lower, upper=upper, step=step)):
            bounds = [None if one is None else value(one) for one in (lower, upper, step)]
            inner = value(base)
            return UNKNOWN if UNKNOWN in (inner, *bounds) else inner[slice(*bounds)]
        case ast.Subscript(value=base, slice=index):
            inner, place = value(base), value(index)
            return UNKNOWN if UNKNOWN in (inner, place) else inner[place]
        case ast.Call(func=function, args=arguments, keywords=[]):
            return called(function, [value(argument) for argument in arguments])
    return UNKNOWN


def named(node: ast.Name) -> Any:
    """A variable of the module that is bound once, to a constant, and that nothing else can set."""
    scope = node.scope.lookup(node.id)
    if scope is None or scope.parent is not None or len(scope.bindings[node.id]) != 1 or not is_closed(scope, node.id):
        return UNKNOWN
    binding = scope.bindings[node.id][0]
    # One step only, and only an assignment on its own: no loop's variable.
    whole = isinstance(getattr(binding.node, "parent", None), (ast.Assign, ast.AnnAssign))
    return binding.value.value if whole and isinstance(binding.value, ast.Constant) else UNKNOWN


def binary(left: Any, operator: ast.operator, right: Any) -> Any:
    if UNKNOWN in (left, right):
        return UNKNOWN
    match operator:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult() if isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return left * right if abs(left) < 1 << 64 and abs(right) < 1 << 64 else UNKNOWN
        case ast.Mult() if (left if isinstance(left, int) else right) <= 100:
            return left * right
        case ast.Mod() if isinstance(left, str) and set(re.findall("%(.?)", left)) == {"s"} and isinstance(right, (str, tuple)):
            return left % right
    return UNKNOWN


def joined(parts: list[ast.AST]) -> Any:
    out = []
    for part in parts:
        if isinstance(part, ast.FormattedValue):
            if part.format_spec is not None or part.conversion not in (-1, ord("s")):
                return UNKNOWN
            part = part.value
        inner = value(part)
        if inner is UNKNOWN:
            return UNKNOWN
        out.append(str(inner))
    return "".join(out)


def is_builtin(name: ast.Name) -> bool:
    """Whether a name is nobody's but Python's own: no `def chr` of the submission's, nor one that may come by a star."""
    if not hasattr(name, "scope"):
        return True
    return name.scope.lookup(name.id) is None and is_closed(name.scope.module, name.id)


def is_closed(module: Any, name: str) -> bool:
    """Whether a name is what its module says: no star may bring it, nobody sets it from outside."""
    return not module.stars and not module.open and name not in module.set_from_outside


def called(function: ast.AST, arguments: list[Any]) -> Any:
    if UNKNOWN in arguments:
        return UNKNOWN
    if isinstance(function, ast.Name) and not is_builtin(function):
        return UNKNOWN
    match function, arguments:
        case ast.Name(id="list" | "tuple" | "set" | "frozenset" | "dict" | "zip"), []:
            return ()
        case ast.Name(id="str" | "bytes" | "int" | "bool" as kind), []:
            return {"str": "", "bytes": b"", "int": 0, "bool": False}[kind]
        case ast.Name(id="list" | "tuple" | "iter" | "enumerate"), [str() | tuple() as whole] if not whole:
            return ()
        case ast.Name(id="bool"), [inner]:
            return bool(inner)
        case ast.Name(id="chr"), [int(code)]:
            return chr(code)
        case ast.Name(id="str"), [str(inner)]:
            return inner
        case ast.Name(id="bytes"), [tuple(codes)]:
            return bytes(codes)
        case ast.Name(id="range"), [int(stop)] if stop <= 0:
            return ()
        case ast.Name(id="range"), [int(start), int(stop)] if stop <= start:
            return ()
        case ast.Name(id="len"), [str() | bytes() | tuple() as whole]:
            return len(whole)
        case ast.Name(id="reversed"), [str() | tuple() as whole]:
            return tuple(reversed(whole))
        case ast.Attribute(value=base, attr="join"), [str() | tuple() as parts]:
            inner = value(base)
            return inner.join(parts) if isinstance(inner, str) and len(inner) < 100 else UNKNOWN
        case ast.Attribute(value=base, attr=name), _ if name in METHODS:
            inner = value(base)
            if isinstance(inner, (str, bytes)) and len(inner) < 100:
                return getattr(inner, name)(*arguments)
    return UNKNOWN
