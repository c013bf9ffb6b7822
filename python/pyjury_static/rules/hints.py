"""type_hints: parameters and results that say their types."""
import ast
import builtins
import inspect

from ..finding import Finding, at
from ..program import Program
from ..region import named
from ..rule import Rule
from ..source import Source, parse
from ..tool import Tool
from .docstrings import is_public, is_public_name

# What the first parameter of a method is called, which needs no type.
OWN = {"self", "cls", "mcs", "mcls", "metacls", ""}


def type_hints(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """Each parameter but `self` and `cls`, and each result; `public` leaves out _private functions and nested ones."""
    functions, out = selected(rule, program, sources)
    for name, node in functions:
        if isinstance(node, ast.Lambda):
            # Within a function it is a key or a default of something, which says the types.
            said = isinstance(node.parent, ast.AnnAssign) or node.scope.is_function
            if not said and (rule.value == "complete" or is_public_name(name)):
                out.append(at(node, f"{name}: a lambda with a name has no types"))
            continue
        if rule.value == "public" and not (is_public(node) or is_special(node)):
            continue
        for argument in parameters(node, program):
            if argument.annotation is None or not is_type(argument.annotation, program):
                out.append(at(argument, f"{node.name}: the parameter {argument.arg} has no type"))
        if node.returns is None or not is_type(node.returns, program):
            out.append(at(node, f"{node.name}: the result has no type"))
    return out


def selected(rule: Rule, program: Program, sources: list[Source]) -> tuple[list[tuple[str, ast.AST]], list[Finding]]:
    """The functions and named lambdas that a rule with an optional `in` looks at, and what is wrong with the names in it."""
    functions = [(node.name, node) for node in program.functions(sources)] + program.named_lambdas(sources)
    if not rule.strings("in"):
        return functions, []
    region = named(program, sources, rule.strings("in"), helpers=False)
    inside = {id(node) for node in region.nodes}
    return [(name, node) for name, node in functions if id(node) in inside], list(region.problems)


def parameters(node: ast.AST, program: Program) -> list[ast.arg]:
    arguments = node.args
    every = [*arguments.posonlyargs, *arguments.args]
    static = any("staticmethod" in program.names.of(one) for one in node.decorator_list)
    if node.scope.is_class and not static and every and every[0].arg.strip("_") in OWN:
        every = every[1:]
    return [*every, *filter(None, [arguments.vararg]), *arguments.kwonlyargs, *filter(None, [arguments.kwarg])]


def is_special(node: ast.AST) -> bool:
    return node.name.startswith("__") and node.name.endswith("__")


def is_type(annotation: ast.AST, program: Program) -> bool:
    """Whether an annotation can be a type at all: a name, `a.b`, `A[...]`, `A | B`, None, or these as a text."""
    match annotation:
        case ast.Constant(value=None):
            return True
        case ast.Constant(value=str(text)):
            try:
                inner = parse(text.strip(), "eval").body
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return False
            return is_type(inner, program) and not (isinstance(inner, ast.Constant) and isinstance(inner.value, str))
        case ast.Name(id=name):
            own = not hasattr(annotation, "scope") or annotation.scope.lookup(name) is not None
            return own or not inspect.isroutine(getattr(builtins, name, None))
        case ast.Subscript(value=inner) | ast.Starred(value=inner) | ast.Attribute(value=inner):
            return is_type(inner, program)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return is_type(left, program) and is_type(right, program)
    return False
