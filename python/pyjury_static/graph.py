"""The graph of references: which function, class or variable refers to which others.

Two readings. The loose one takes every reference, attributes by their name alone: what is forbidden is looked for in
all that could run. The strict one takes calls, and functions handed to calls: what is required must be called.
"""
import ast
import io
from collections import defaultdict, deque
from collections.abc import Iterable

from . import constants, life
from .names import Names, is_method
from .scopes import COMPREHENSIONS, FUNCTIONS, Binding, Scope
from .standard import standard_module

# A function, class or module is its scope; a variable is its owner and its name.
Node = Scope | tuple[Scope, str]
CONTAINER_METHODS = frozenset(name for kind in (list, dict, set, str, bytes, int, deque, io.StringIO) for name in dir(kind))

# What is handed to these isn't called by them.
NEVER_CALLING = {"print", "id", "repr", "str", "type", "hash", "callable", "isinstance", "bool", "len", "ascii", "format", "hasattr"}
PUTTING = {"setattr", "heapq.heappush", "bisect.insort", "bisect.insort_left", "bisect.insort_right", "operator.setitem"}
CONTAINERS = {"list", "dict", "set", "collections.deque", "collections.defaultdict", "collections.OrderedDict"}
HOLDERS = (ast.List, ast.Dict, ast.Set, ast.Call, ast.ListComp, ast.DictComp, ast.SetComp)
LATER = (*FUNCTIONS, ast.Lambda, ast.Yield, ast.YieldFrom)
ARITHMETIC = {name for name in dir(int) if name.startswith("__") and f"__r{name[2:]}" in dir(int)} | {"__matmul__"}


class Graph:
    """References of one program."""

    def __init__(self, modules: dict[str, Scope], nodes: list[ast.AST], names: Names):
        self.modules = modules
        self.names = names
        self.loose: dict[Node, set[Node]] = defaultdict(set)
        self.strict: dict[Scope, set[Scope]] = defaultdict(set)
        self.weak: set[tuple[Node, Node]] = set()
        self.strong: set[tuple[Node, Node]] = set()
        self.methods: dict[str, list[Scope]] = defaultdict(list)
        self.given: dict[str, list[ast.AST]] = defaultdict(list)
        self.ending: dict[str, list[str]] = defaultdict(list)
        for module in modules:
            self.ending[module.rpartition(".")[2]].append(module)
        for node in nodes:
            inner = getattr(node, "inner", None)
            if inner is not None and is_method(inner):
                self.methods[inner.name].append(inner)
            for name, value in attributes_given(node):
                self.given[name].append(value)
        for node in nodes:
            self.add(node)

    def add(self, node: ast.AST) -> None:
        unit = unit_of(node.scope)
        inner = getattr(node, "inner", None)
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            self.definition(node, inner)
        elif isinstance(node, ast.Lambda):
            self.loose[unit].add(inner)
            self.strict[unit].add(inner)
        elif isinstance(node, ast.Name):
            owner = node.scope.lookup(node.id)
            if owner is not None and isinstance(node.ctx, ast.Load):
                self.loose[unit].add((owner, node.id))
            elif owner is None:
                # It comes by a star, or was set as an attribute of builtins.
                self.loose[unit].update(self.by_name(node), *map(self.references, self.given[node.id]))
        elif isinstance(node, ast.Attribute):
            found = self.attribute(node)
            self.loose[unit].update(found)
            (self.weak if is_weak(node) else self.strong).update((unit, one) for one in found)
        elif isinstance(node, (ast.Call, ast.Subscript)):
            self.loose[unit].update(self.by_name(node))
        self.loose[unit].update(self.special(node))
        if isinstance(node, ast.Call):
            self.hand_over(node)
        if isinstance(node, ast.Call) and not life.dead(node):
            arguments = [] if self.names.of(node.func) & NEVER_CALLING else [*node.args, *(keyword.value for keyword in node.keywords)]
            for target in [node.func, *arguments]:
                self.strict[unit].update(self.functions(target))
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            self.variables(node.scope if isinstance(node, ast.Module) else inner)

    def definition(self, node: ast.AST, inner: Scope) -> None:
        outer = unit_of(node.scope)
        name = (node.scope, node.name)
        owner = node.scope.lookup(node.name)
        if owner is not None:
            name = (owner, node.name)
        self.loose[name].add(inner)
        for expression in [*node.decorator_list, *defaults(node)]:
            self.loose[name].update(self.references(expression))
        for decorator in node.decorator_list:
            for keeper in self.keepers(decorator):
                self.keep(keeper, {inner}, sure=True)
        if isinstance(node, ast.ClassDef):
            # Its body runs where it stands; its methods can be called by whoever has the class.
            self.loose[outer].add(inner)
            for base in [*node.bases, *(keyword.value for keyword in node.keywords)]:
                self.loose[name].update(self.references(base))
            for child in node.body:
                if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
                    self.loose[name].add((inner, child.name))

    def keepers(self, decorator: ast.AST) -> set[Node]:
        """The variables in which a decorator may leave what it decorates: `@ways.append`, `@app.route("/")`, or those of its own function."""
        found = set() if isinstance(decorator, ast.Name) else self.variable_at(decorator)
        head = decorator.func if isinstance(decorator, ast.Call) else decorator
        owner = head.scope.lookup(head.id) if isinstance(head, ast.Name) else None
        for binding in owner.bindings[head.id] if owner is not None else ():
            for node in ast.walk(binding.node) if isinstance(binding.node, FUNCTIONS) else ():
                place = node.scope.lookup(node.id) if isinstance(node, ast.Name) else None
                if place is not None and not place.is_function and any(isinstance(one.value, HOLDERS) for one in place.bindings[node.id]):
                    found.add((place, node.id))
        return found

    def hand_over(self, call: ast.Call) -> None:
        """`ways.append(go)`, `setattr(ways, "go", go)`: whoever has the one can have the other."""
        if isinstance(call.func, ast.Attribute):
            receivers, given = self.variable_at(call.func), [*call.args, *(keyword.value for keyword in call.keywords)]
        elif self.names.of(call.func) & PUTTING and call.args:
            receivers, given = self.variable_at(call.args[0]), call.args[1:]
        else:
            return
        for receiver in receivers:
            for one in given:
                kept = {node for node in self.references(one) if node != receiver and self.is_code(node)}
                self.keep(receiver, kept, sure=not isinstance(one, ast.Call))

    def keep(self, keeper: Node, kept: set[Node], sure: bool) -> None:
        """A variable has come to hold functions. That they come out of it again is sure of containers that have got them as they are."""
        self.loose[keeper].update(kept)
        owner, name = keeper
        if not (sure and any(self.is_container(one.value) for one in owner.bindings[name])):
            self.weak.update((keeper, one) for one in kept)

    def is_container(self, value: ast.AST | None) -> bool:
        called = isinstance(value, ast.Call) and self.names.of(value.func) & CONTAINERS
        return bool(called) or isinstance(value, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp))

    def variable_at(self, node: ast.AST) -> set[Node]:
        """The variable of the submission at which an expression begins: of `app.routes.add("/")`, app."""
        while isinstance(node, (ast.Attribute, ast.Call, ast.Subscript)):
            node = node.func if isinstance(node, ast.Call) else node.value
        owner = node.scope.lookup(node.id) if isinstance(node, ast.Name) else None
        bindings = owner.bindings[node.id] if owner is not None else []
        foreign = all(one.imported is not None and not list(self.imported(one.imported)) for one in bindings)
        return set() if foreign or any(one.parameter for one in bindings) else {(owner, node.id)}

    def is_code(self, node: Node) -> bool:
        if isinstance(node, Scope):
            return True
        owner, name = node
        return any(isinstance(one.value, (*FUNCTIONS, ast.Lambda, ast.ClassDef)) for one in owner.bindings.get(name, ()))

    def variables(self, scope: Scope) -> None:
        """A variable refers to what its values refer to, but not to the functions that only made them."""
        for name, bindings in scope.bindings.items():
            for binding in bindings:
                if binding.imported is not None:
                    self.loose[scope, name].update(self.imported(binding.imported))
                elif binding.value is not None and not isinstance(binding.value, (*FUNCTIONS, ast.ClassDef)):
                    self.loose[scope, name].update(self.references(binding.value))

    def references(self, expression: ast.AST) -> set[Node]:
        found: set[Node] = set()
        made = {id(node.func) for node in ast.walk(expression) if isinstance(node, ast.Call)}
        for node in ast.walk(expression):
            if isinstance(node, ast.Lambda):
                found.add(node.inner)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                owner = node.scope.lookup(node.id)
                if owner is None or (id(node) in made and not self.is_factory(owner, node.id)):
                    continue
                found.add((owner, node.id))
            elif isinstance(node, ast.Attribute) and not id(node) in made:
                found.update(self.attribute(node))
        return found

    def is_factory(self, owner: Scope, name: str) -> bool:
        """Whether what a function returns may run later: a function of its own, a generator, a coroutine, an object of a class."""
        for binding in owner.bindings[name]:
            if isinstance(binding.node, (ast.ClassDef, ast.AsyncFunctionDef)):
                return True
            if isinstance(binding.node, FUNCTIONS):
                return any(isinstance(one, LATER) for part in binding.node.body for one in ast.walk(part))
        return False

    def imported(self, name: str) -> Iterable[Node]:
        """The module of the submission, or the variable in it, that an import gives."""
        if name in self.modules:
            return [self.modules[name]]
        module, _, attribute = name.rpartition(".")
        return [(one, attribute) for one in self.modules_called(module)]

    def modules_called(self, name: str) -> list[Scope]:
        """The modules that an import by this name may give: one in a folder too, since `sys.path` can be changed."""
        if name in self.modules or not name or standard_module(name):
            return [self.modules[name]] if name in self.modules else []
        return [self.modules[module] for module in self.ending[name.rpartition(".")[2]] if module.endswith(f".{name}")]

    def by_name(self, node: ast.AST) -> set[Node]:
        return {one for name in self.names.of(node) for one in self.imported(name)}

    def attribute(self, node: ast.Attribute) -> set[Node]:
        found: set[Node] = set(self.methods.get(node.attr, ()))
        if is_super(node.value):
            found = {one for one in found if one.parent is not class_around(node.scope)}
        for name in self.names.of(node):
            found.update(self.imported(name))
        return found

    def special(self, node: ast.AST) -> set[Node]:
        """The special methods that an operation on `self` calls, and the method that getattr names."""
        wanted: set[str] = set()
        match node:
            case ast.Call(func=ast.Name(id="getattr"), args=[_, name, *_]):
                return set(self.methods.get(constants.text(name) or "", ()))
            case ast.Call(func=ast.Name() as base):
                wanted = {"__call__"}
            case ast.Subscript(value=ast.Name() as base):
                wanted = {"__getitem__", "__setitem__", "__delitem__"}
            case ast.For(iter=ast.Name() as base) | ast.comprehension(iter=ast.Name() as base) | ast.YieldFrom(value=ast.Name() as base):
                wanted = {"__iter__", "__next__"}
            case ast.BinOp(left=ast.Name() as base) | ast.BinOp(right=ast.Name() as base):
                wanted = ARITHMETIC
        around = class_around(node.scope) if wanted else None
        if around is None or base.id != "self":
            return set()
        return {one for name in wanted for one in self.methods.get(name, ()) if one.parent is around}

    def functions(self, target: ast.AST) -> set[Scope]:
        """The functions that a call's target, or argument, is: by name, or as a method of the class around it."""
        found: set[Scope] = set()
        match target:
            case ast.Name(id=name) if target.scope.lookup(name) is None:
                found.update(one for full in self.names.of(target) for one in self.defined(full))
            case ast.Name(id=name):
                for binding in self.lasting(target.scope.lookup(name).bindings[name]):
                    if isinstance(binding.value, (*FUNCTIONS, ast.Lambda)):
                        found.add(binding.value.inner)
                    elif binding.imported is not None:
                        found.update(self.defined(binding.imported))
            case ast.Attribute(attr=name):
                around = class_around(target.scope)
                if around is not None and not is_weak(target) and not is_super(target.value):
                    found.update(one for one in self.methods.get(name, ()) if one.parent is around)
                for full in self.names.of(target):
                    found.update(self.defined(full))
            case ast.Starred(value=inner):
                found.update(self.functions(inner))
        return found

    def lasting(self, bindings: list[Binding]) -> list[Binding]:
        """What a name surely is: bound once, but for imports of the submission's own, and for overloads."""
        kept = [one for one in bindings if not any("typing.overload" in self.names.of(each) for each in getattr(one.node, "decorator_list", ()))]
        return [one for one in kept if one.imported is not None or len(kept) == 1]

    def defined(self, name: str) -> set[Scope]:
        module, _, attribute = name.rpartition(".")
        bindings = self.modules[module].bindings.get(attribute, []) if module in self.modules else []
        return {one.value.inner for one in bindings if isinstance(one.value, (*FUNCTIONS, ast.Lambda))}

    def recursive(self, allowed: set[Node] | None = None) -> list[Scope]:
        """Functions that may come back to themselves: all that refer to themselves over any way."""
        sure = {node: {one for one in found if (node, one) not in self.weak or (node, one) in self.strong}
                for node, found in self.loose.items()}
        parts = cycles(sure, allowed)
        return [one for part in parts for one in part if isinstance(one, Scope) and one.is_function]

    def calls_itself(self, allowed: set[Node]) -> list[Scope]:
        """Functions that call themselves, directly or through others."""
        return [one for part in cycles(self.strict, allowed) for one in part if one.is_function]

    def reach(self, start: Iterable[Node]) -> set[Node]:
        """Everything that the start refers to, over any number of steps, and itself."""
        seen, waiting = set(start), list(start)
        while waiting:
            for other in self.loose.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return seen


def attributes_given(node: ast.AST) -> list[tuple[str, ast.AST]]:
    """The attributes that a node sets on whatever, with what it sets them to."""
    match node:
        case ast.Assign(targets=targets, value=value):
            return [(one.attr, value) for one in targets if isinstance(one, ast.Attribute)]
        case ast.Call(args=[_, ast.Constant(value=str(name)), value]):
            return [(name, value)]
    return []


def defaults(node: ast.AST) -> list[ast.AST]:
    """The defaults of a function's parameters, which it has without naming them."""
    if isinstance(node, ast.ClassDef):
        return []
    return [one for one in (*node.args.defaults, *node.args.kw_defaults) if one is not None]


def class_around(scope: Scope | None) -> Scope | None:
    """The class that code is in."""
    while scope is not None and not scope.is_class:
        scope = scope.parent
    return scope


def is_super(node: ast.AST) -> bool:
    """Whether an expression is `super()`: what it has is not this class's."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "super"


def is_weak(node: ast.Attribute) -> bool:
    """Whether an attribute is more likely a container's than a method of the submission: `self.items.append`."""
    base = node.value
    direct = isinstance(base, ast.Name) or (isinstance(base, ast.Call) and isinstance(base.func, ast.Name))
    return node.attr in CONTAINER_METHODS and not direct


def unit_of(scope: Scope) -> Scope:
    """The function, class or module whose running evaluates what stands in a scope."""
    while isinstance(scope.node, COMPREHENSIONS):
        scope = scope.parent
    return scope


def cycles(graph: dict, allowed: set | None = None) -> list[set]:
    """The strongly connected parts with a cycle in them (Tarjan, without recursion)."""
    index: dict = {}
    low: dict = {}
    stack: list = []
    on_stack: set = set()
    out: list[set] = []

    def successors(node):
        return iter([one for one in graph.get(node, ()) if allowed is None or one in allowed])

    for root in list(graph):
        if root in index or (allowed is not None and root not in allowed):
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, successors(root))]
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, successors(other)))
                    break
                if other in on_stack:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part = set()
                    while True:
                        one = stack.pop()
                        on_stack.discard(one)
                        part.add(one)
                        if one == node:
                            break
                    if len(part) > 1 or node in graph.get(node, ()):
                        out.append(part)
    return out
