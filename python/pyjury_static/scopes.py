"""Scopes: which name is bound where, and by what. The tree's nodes get their parent, scope and source.

What stands in the head of a definition, its decorators, defaults, annotations and bases, gets the definition's scope as
`head`: it runs outside, but belongs to the definition. What stands in an annotation gets `hint`.
"""
import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from .source import Source

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
SHARED = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)


@dataclass
class Binding:
    """One way in which a name gets its value."""

    node: ast.AST
    value: ast.AST | None = None
    imported: str | None = None
    parameter: bool = False


@dataclass(eq=False)
class Scope:
    """A module, class, function, lambda or comprehension."""

    node: ast.AST
    name: str
    source: Source
    parent: "Scope | None" = None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    # Of a module: names that any file sets as attributes of something, which may be this module; `open`, if any name may be set.
    set_from_outside: set[str] = field(default_factory=set)
    open: bool = False

    @property
    def is_function(self) -> bool:
        return isinstance(self.node, (*FUNCTIONS, ast.Lambda))

    @property
    def is_class(self) -> bool:
        return isinstance(self.node, ast.ClassDef)

    @property
    def module(self) -> "Scope":
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def qualified(self) -> str:
        """`Class.method`, `outer.inner`; empty for the module."""
        if self.parent is None:
            return ""
        if isinstance(self.node, COMPREHENSIONS):
            return self.parent.qualified
        above = self.parent.qualified
        return f"{above}.{self.name}" if above else self.name

    def around(self) -> Iterator["Scope"]:
        """Where a name of this scope is looked for: here, then outside, but in no class outside."""
        yield self
        scope = self.parent
        while scope is not None:
            if not scope.is_class:
                yield scope
            scope = scope.parent

    def lookup(self, name: str) -> "Scope | None":
        """The scope that binds a name, or None for a builtin."""
        if self.elsewhere.get(name) == "global":
            return self.module if name in self.module.bindings else None
        for scope in self.around():
            if name in scope.bindings and (scope is not self or self.elsewhere.get(name) != "nonlocal"):
                return scope
        return None

    def bind(self, name: str, binding: Binding) -> None:
        """Note a binding where Python would make it."""
        scope = self
        if self.elsewhere.get(name) == "global":
            scope = self.module
        elif self.elsewhere.get(name) == "nonlocal":
            scope = next((outer for outer in list(self.around())[1:] if name in outer.bindings), self)
        scope.bindings.setdefault(name, []).append(binding)


def build(source: Source) -> Scope:
    """The scope of a module; all others hang below, at their nodes as `node.inner`."""
    module = Scope(source.tree, source.module, source)
    Builder(source).visit_body(source.tree, module)
    return module


class Builder:
    """One walk over a tree. Its depth is bounded by `source`."""

    def __init__(self, source: Source):
        self.source = source

    def visit_body(self, tree: ast.Module, module: Scope) -> None:
        tree.parent, tree.scope, tree.source = None, module, self.source
        for node in tree.body:
            self.visit(node, tree, module)

    def visit(self, node: ast.AST, parent: ast.AST, scope: Scope) -> None:
        if isinstance(node, SHARED):
            return
        node.parent, node.scope, node.source = parent, scope, self.source
        if isinstance(node, (*FUNCTIONS, ast.Lambda)):
            self.function(node, scope)
        elif isinstance(node, ast.ClassDef):
            self.class_(node, scope)
        elif isinstance(node, COMPREHENSIONS):
            self.comprehension(node, scope)
        else:
            self.bind(node, scope)
            for child in ast.iter_child_nodes(node):
                self.visit(child, node, scope)
            if isinstance(node, ast.AnnAssign):
                mark_hints([node.annotation])

    def function(self, node: ast.AST, scope: Scope) -> None:
        name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
        inner = node.inner = Scope(node, name, self.source, scope)
        if name != "<lambda>":
            scope.bind(name, Binding(node, node))
        body = [node.body] if name == "<lambda>" else node.body
        declare(body, inner)
        arguments = node.args
        arguments.parent, arguments.scope, arguments.source = node, scope, self.source
        every = [*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg]
        for argument in filter(None, every):
            inner.bind(argument.arg, Binding(argument, parameter=True))
            self.visit(argument, arguments, scope)
        for default in filter(None, [*arguments.defaults, *arguments.kw_defaults]):
            self.visit(default, arguments, scope)
        for child in ast.iter_child_nodes(node):
            if child is not arguments:
                self.visit(child, node, inner if any(child is one for one in body) else scope)
        own(inner, [arguments, *getattr(node, "decorator_list", ()), getattr(node, "returns", None), *type_params(node)])
        mark_hints([*(argument.annotation for argument in every if argument), getattr(node, "returns", None)])

    def class_(self, node: ast.ClassDef, scope: Scope) -> None:
        inner = node.inner = Scope(node, node.name, self.source, scope)
        scope.bind(node.name, Binding(node, node))
        declare(node.body, inner)
        body = {id(child) for child in node.body}
        for child in ast.iter_child_nodes(node):
            self.visit(child, node, inner if id(child) in body else scope)
        own(inner, [*node.decorator_list, *node.bases, *node.keywords, *type_params(node)])

    def comprehension(self, node: ast.AST, scope: Scope) -> None:
        inner = node.inner = Scope(node, "<comprehension>", self.source, scope)
        for number, clause in enumerate(node.generators):
            clause.parent, clause.scope, clause.source = node, inner, self.source
            self.visit(clause.target, clause, inner)
            self.visit(clause.iter, clause, inner if number else scope)
            for condition in clause.ifs:
                self.visit(condition, clause, inner)
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.comprehension):
                self.visit(child, node, inner)

    def bind(self, node: ast.AST, scope: Scope) -> None:
        match node:
            case ast.Import(names=names):
                for alias in names:
                    imported = alias.name if alias.asname else alias.name.partition(".")[0]
                    scope.bind(alias.asname or imported, Binding(node, imported=imported))
            case ast.ImportFrom(names=names):
                base = absolute(node, self.source)
                for alias in names:
                    if alias.name == "*":
                        scope.stars.append(base)
                    else:
                        scope.bind(alias.asname or alias.name, Binding(node, imported=f"{base}.{alias.name}"))
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    assign(target, value, scope)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                assign(target, value, scope)
            case ast.AugAssign(target=target, value=value):
                assign(target, value, scope)
            case ast.NamedExpr(target=target, value=value):
                holder = scope
                while isinstance(holder.node, COMPREHENSIONS):
                    holder = holder.parent
                assign(target, value, holder)
            case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
                assign(target, value, scope, parts=True)
            case ast.comprehension(target=target, iter=value):
                assign(target, value, scope, parts=True)
            case ast.withitem(optional_vars=ast.AST() as target, context_expr=value):
                assign(target, value, scope, parts=True)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                scope.bind(name, Binding(node))
            case ast.MatchMapping(rest=str(name)):
                scope.bind(name, Binding(node))
            case ast.Name(id=name, ctx=ast.Del()):
                scope.bind(name, Binding(node))
            case ast.Name(id=name, ctx=ast.Store()) if name not in scope.bindings:
                scope.bind(name, Binding(node))


def assign(target: ast.AST, value: ast.AST, scope: Scope, parts: bool = False) -> None:
    """Bind what an assignment binds; `parts`: the value holds what the target gets."""
    match target:
        case ast.Name(id=name):
            scope.bind(name, Binding(target, value))
        case ast.Starred(value=inner):
            assign(inner, value, scope, True)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            values = getattr(value, "elts", None)
            paired = values is not None and not parts and len(values) == len(targets)
            for number, one in enumerate(targets):
                assign(one, values[number] if paired else value, scope, not paired)
        case ast.Subscript(value=ast.Name(id=name)) | ast.Attribute(value=ast.Name(id=name)):
            # What is put into a container or an object can come out of it again.
            owner = scope.lookup(name)
            if owner is not None and not any(binding.parameter for binding in owner.bindings[name]):
                owner.bindings[name].append(Binding(target, value))


def own(inner: Scope, parts: list[ast.AST | None]) -> None:
    """Give the parts of a definition's head to it; what a definition within them has is that one's."""
    for node in unmarked(parts, "head"):
        node.head = inner


def unmarked(parts: list[ast.AST | None], mark: str) -> Iterator[ast.AST]:
    """The nodes below some parts, but for those that have the mark with all that is below them."""
    waiting = [part for part in parts if part is not None]
    while waiting:
        node = waiting.pop()
        if not hasattr(node, mark) and not isinstance(node, SHARED):
            waiting.extend(ast.iter_child_nodes(node))
            yield node


def mark_hints(annotations: list[ast.AST | None]) -> None:
    for node in unmarked(annotations, "hint"):
        node.hint = True


def type_params(node: ast.AST) -> list[ast.AST]:
    """`[T]` of a definition; CPython 3.11 knows none."""
    return getattr(node, "type_params", [])


def declare(body: list[ast.AST], scope: Scope) -> None:
    """The names that `global` and `nonlocal` move elsewhere."""
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            kind = "global" if isinstance(node, ast.Global) else "nonlocal"
            scope.elsewhere.update(dict.fromkeys(node.names, kind))
        elif isinstance(node, ast.stmt) and not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))
        elif isinstance(node, (ast.ExceptHandler, ast.match_case)):
            waiting.extend(node.body)


def absolute(node: ast.ImportFrom, source: Source) -> str:
    """The module that `from X import` names, relative ones made absolute."""
    if not node.level:
        return node.module or ""
    parts = source.package.split(".") if source.package else []
    parts = parts[: len(parts) - node.level + 1]
    return ".".join([*parts, node.module] if node.module else parts)
