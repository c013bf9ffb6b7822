"""must_define: what the source has to define, written as the head of it."""
import ast
import re
import sys

from .. import life
from ..finding import Finding, at
from ..program import Program
from ..region import is_owner
from ..rule import Rule, RuleError
from ..scopes import FUNCTIONS, Binding, Scope
from ..source import Source
from ..tool import Tool
from .types import has_base, is_dots, parameters_of_types, same_expression, same_name

ANY = "_"


def must_define(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """Everything in the stub has to be there, as the stub has it; more may be there."""
    out = []
    for text in rule.values:
        for wanted in parse(text).body:
            inside = [source.scope for source in sources]
            out += compare(wanted, inside, program, "")
    return out


def parse(text: str) -> ast.Module:
    """A stub. A head without a body, as `def f(n)` or `class C(Base)`, and a name alone are stubs too."""
    text = text.strip("\n")
    last = text.rstrip().splitlines()[-1] if text.strip() else ""
    head = last.lstrip().startswith(("def ", "async def ", "class ")) and not last.endswith("...")
    try:
        tree = ast.parse(text.rstrip().removesuffix(":") + ": ..." if head else text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        older = sys.version_info < (3, 12) and re.search(r"\b(class|def)\s+\w+\[", text)
        hint = "; CPython reads `class C[T]` from 3.12 on, class C(Generic[T]) means the same" if older else ""
        raise RuleError(f"must_define: {text!r} is no head of a function or class, nor a stub: {error}{hint}") from error
    for node in tree.body:
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.AnnAssign, ast.Assign)) and not is_name(node):
            raise RuleError(f"must_define: {ast.unparse(node)!r} defines nothing")
    return tree


def is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, (ast.Name, ast.Attribute))


def compare(wanted: ast.stmt, scopes: list[Scope], program: Program, prefix: str) -> list[Finding]:
    """What of one definition of a stub is missing in these scopes."""
    match wanted:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return definition(wanted, name, scopes, program, prefix, function)
        case ast.ClassDef(name=name):
            return definition(wanted, name, scopes, program, prefix, class_)
        case ast.AnnAssign(target=ast.Name(id=name), annotation=hint, value=value):
            return variable(name, hint, value, scopes, prefix)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return variable(name, None, value, scopes, prefix)
        case ast.Expr(value=ast.Name(id=name)):
            return [] if any(is_bound(scope, name) for scope in scopes) else [absent(name, scopes, prefix)]
    return []


def definition(wanted, name: str, scopes: list[Scope], program: Program, prefix: str, check) -> list[Finding]:
    """A function or class: the last definition of the name is the one that counts."""
    full = f"{prefix}{name}"
    found = [definition_of(scope, name, program) for scope in scopes]
    nodes = [node for node in found if node is not None]
    if not nodes:
        return [absent(full, scopes, "")]
    node = nodes[0]
    for place, attribute, base in program.set_attributes:
        if attribute == name and is_owner(base, node.scope, program):
            return [at(place, f"{full} is set or deleted from outside")]
    if isinstance(wanted, ast.ClassDef) != isinstance(node, ast.ClassDef):
        return [at(node, f"{full} must be a {'class' if isinstance(wanted, ast.ClassDef) else 'function'}")]
    return check(wanted, node, full, program) + decorators(wanted, node, full, program)


def definition_of(scope: Scope, name: str, program: Program) -> ast.AST | None:
    """The definition that a name ends with, also if it is imported from another file of the submission."""
    bindings = alive_bindings(scope, name)
    if not bindings:
        return None
    last = bindings[-1]
    if isinstance(last.node, (*FUNCTIONS, ast.ClassDef)):
        return last.node
    if last.imported is not None:
        module, _, inner = last.imported.rpartition(".")
        other = program.modules.get(module)
        if other is not None and other is not scope and inner in other.bindings:
            node = other.bindings[inner][-1].node
            return node if isinstance(node, (*FUNCTIONS, ast.ClassDef)) else None
    return None


def function(wanted: ast.AST, node: ast.AST, full: str, program: Program) -> list[Finding]:
    out = []
    if type(wanted) is not type(node):
        out.append(at(node, f"{full} must be {'a coroutine: async def' if isinstance(wanted, ast.AsyncFunctionDef) else 'no coroutine: def'}"))
    shape, given = wanted.args, node.args
    ours = [(kind, one) for kind, one in parameters(shape)]
    theirs = [(kind, one) for kind, one in parameters(given)]
    rest = [shape.vararg and shape.vararg.arg == ANY, shape.kwarg and shape.kwarg.arg == ANY]
    ours = [(kind, one) for kind, one in ours if not (kind in ("*", "**") and one[0].arg == ANY)]
    if any(rest):
        extra = (["positional", "either", "*"] if rest[0] else []) + (["keyword", "**"] if rest[1] else [])
        kept, left = [], list(ours)
        for kind, one in theirs:
            if left and same_place(left[0], (kind, one)):
                kept.append((kind, one))
                left.pop(0)
            elif kind not in extra:
                kept.append((kind, one))
        theirs = kept
    same = len(ours) == len(theirs) and all(same_place(a, b) and same_default(a[1][1], b[1][1]) for a, b in zip(ours, theirs))
    if not same:
        out.append(at(node, f"{full} must take ({ast.unparse(shape)}), not ({signature(given)})"))
    else:
        for (_, (want, _)), (_, (have, _)) in zip(ours, theirs):
            if want.annotation is not None and not same_expression(want.annotation, have.annotation):
                out.append(at(have, f"{full}: the parameter {have.arg} must be of type {ast.unparse(want.annotation)}"))
    if wanted.returns is not None and not same_expression(wanted.returns, node.returns):
        out.append(at(node, f"{full} must give {ast.unparse(wanted.returns)}"))
    return out + parameters_of_types(wanted, node, full, program)


def class_(wanted: ast.ClassDef, node: ast.ClassDef, full: str, program: Program) -> list[Finding]:
    out = []
    for base in wanted.bases:
        if not has_base(base, node, program):
            out.append(at(node, f"{full} must have the base class {ast.unparse(base)}"))
    for keyword in wanted.keywords:
        if not any(keyword.arg == one.arg and same_name(keyword.value, one.value, program) for one in node.keywords):
            out.append(at(node, f"{full} must have {keyword.arg}={ast.unparse(keyword.value)}"))
    out += parameters_of_types(wanted, node, full, program)
    for member in wanted.body:
        out += compare(member, [node.inner], program, f"{full}.")
    return out


def decorators(wanted: ast.AST, node: ast.AST, full: str, program: Program) -> list[Finding]:
    """Each decorator of the stub; without arguments there, any will do."""
    out = []
    for decorator in wanted.decorator_list:
        calls = isinstance(decorator, ast.Call)
        for one in node.decorator_list:
            head = one.func if isinstance(one, ast.Call) else one
            if same_name(decorator.func if calls else decorator, head, program) and (not calls or covers(decorator, one)):
                break
        else:
            out.append(at(node, f"{full} must have the decorator @{ast.unparse(decorator)}"))
    return out


def covers(wanted: ast.Call, one: ast.AST) -> bool:
    """Whether a decorator has all the arguments of the stub's."""
    if not isinstance(one, ast.Call):
        return not wanted.args and not wanted.keywords
    have = {ast.dump(part) for part in (*one.args, *one.keywords)}
    return all(ast.dump(part) in have for part in (*wanted.args, *wanted.keywords))


def variable(name: str, hint: ast.AST | None, value: ast.AST | None, scopes: list[Scope], prefix: str) -> list[Finding]:
    """A variable, a field, or an attribute that a method gives to self."""
    for scope in scopes:
        for node in ast.walk(scope.node):
            if life.dead(node):
                continue
            if isinstance(node, ast.AnnAssign) and is_target(node.target, name, scope):
                if not is_given(node, value, scope):
                    continue
                if hint is not None and not same_expression(hint, node.annotation):
                    return [at(node, f"{prefix}{name} must be of type {ast.unparse(hint)}")]
                return differs(node, value, node.value, f"{prefix}{name}")
        if hint is None and is_bound(scope, name):
            last = alive_bindings(scope, name)[-1]
            return differs(last.node, value, last.value, f"{prefix}{name}")
        if hint is None and scope.is_class and any(
            isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and is_target(node, name, scope) for node in ast.walk(scope.node)
        ):
            return []
    wanted = f" with the type {ast.unparse(hint)}" if hint is not None else ""
    return [absent(f"{prefix}{name}{wanted}", scopes, "")]


def is_given(node: ast.AnnAssign, wanted: ast.AST | None, scope: Scope) -> bool:
    """Whether there is a value where one is needed: a variable of a module that only has a type isn't there."""
    return node.value is not None or (wanted is None and scope.is_class)


def differs(node: ast.AST, wanted: ast.AST | None, given: ast.AST | None, full: str) -> list[Finding]:
    """A value of the stub must be the source's; `...` is any."""
    if wanted is None or is_dots(wanted) or (given is not None and ast.dump(wanted) == ast.dump(given)):
        return []
    return [at(node, f"{full} must be {ast.unparse(wanted)}")]


def alive_bindings(scope: Scope, name: str) -> list[Binding]:
    """What may bind a name, but for what can't run, and for what is put into it."""
    return [one for one in scope.bindings.get(name, ()) if not life.dead(one.node) and not isinstance(one.node, (ast.Attribute, ast.Subscript))]


def is_bound(scope: Scope, name: str) -> bool:
    """Whether a name is there in the end: bound, and not deleted after that."""
    bindings = alive_bindings(scope, name)
    return bool(bindings) and not isinstance(getattr(bindings[-1].node, "ctx", None), ast.Del)


def is_target(target: ast.AST, name: str, scope: Scope) -> bool:
    if isinstance(target, ast.Name):
        return target.id == name and target.scope is scope
    return isinstance(target, ast.Attribute) and target.attr == name and isinstance(target.value, ast.Name) and target.value.id == "self" and scope.is_class


def absent(name: str, scopes: list[Scope], prefix: str) -> Finding:
    if scopes and scopes[0].is_class:
        return at(scopes[0].node, f"there is no {prefix}{name}")
    return Finding(scopes[0].source.path if scopes else "", 0, 1, f"there is no {prefix}{name}")


def parameters(arguments: ast.arguments) -> list[tuple[str, tuple[ast.arg, ast.AST | None]]]:
    """Each parameter with its kind and default."""
    plain = [("positional", one) for one in arguments.posonlyargs] + [("either", one) for one in arguments.args]
    defaults = [None] * (len(plain) - len(arguments.defaults)) + list(arguments.defaults)
    out = [(kind, (one, default)) for (kind, one), default in zip(plain, defaults)]
    if arguments.vararg:
        out.append(("*", (arguments.vararg, None)))
    out += [("keyword", (one, default)) for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults)]
    if arguments.kwarg:
        out.append(("**", (arguments.kwarg, None)))
    return out


def same_place(wanted, given) -> bool:
    """The same kind and name; `_` is any name."""
    return wanted[0] == given[0] and wanted[1][0].arg in (ANY, given[1][0].arg)


def same_default(wanted: ast.AST | None, given: ast.AST | None) -> bool:
    """Both or neither, and the same; `...` is any default."""
    if wanted is None or given is None:
        return wanted is given
    return is_dots(wanted) or ast.dump(wanted) == ast.dump(given)


def signature(arguments: ast.arguments) -> str:
    return ast.unparse(arguments)
