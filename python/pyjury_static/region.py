"""Regions: the part of the source that a rule looks at."""
import ast
import re
from dataclasses import dataclass, field

from . import life
from .finding import Finding, at
from .graph import Node, unit_of
from .program import Program
from .scopes import FUNCTIONS, Binding, Scope
from .source import Source

# Attributes of a property, and of a dispatching function, that join a further definition of the name to it.
PROPERTIES = {"property", "functools.cached_property", "abc.abstractproperty"}
DISPATCHING = {"functools.singledispatch", "functools.singledispatchmethod"}
JOINING = {"setter": PROPERTIES, "getter": PROPERTIES, "deleter": PROPERTIES, "register": DISPATCHING}


@dataclass
class Region:
    """Nodes to look at, the functions among them, and what is wrong with the region itself."""

    nodes: list[ast.AST]
    units: set[Node]
    starts: list[Scope] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    name: str = ""

    def place(self, message: str, sources: list[Source]) -> Finding:
        """A finding about the region as a whole."""
        if self.starts:
            return at(self.starts[0].node, message)
        return Finding(sources[0].path if sources else "", 0, 1, message)


def everything(program: Program, sources: list[Source]) -> Region:
    """All of some files, dead code included."""
    nodes = prepared(node for source in sources for node in program.nodes[source.path])
    return Region(nodes, {unit_of(node.scope) for node in nodes} | inner_units(nodes))


def named(program: Program, sources: list[Source], patterns: list[str], helpers: bool) -> Region:
    """The functions and classes of these names and, as `helpers`, all of the submission that they refer to."""
    starts, problems = [], []
    for pattern in patterns:
        found = [one for one in program.definitions(pattern) if any(one.source is source for source in sources)]
        starts.extend(found)
        if not found:
            path = sources[0].path if sources else ""
            problems.append(Finding(path, 0, 1, f"there is no function or class {pattern!r}"))
        elif not re.search(r"[*?\[]", pattern):
            problems.extend(rebound(found, program))
    nodes = {id(node): node for start in starts for node in ast.walk(start.node)}
    units = {unit_of(node.scope) for node in prepared(nodes.values())} | inner_units(nodes.values())
    units -= {unit_of(start.parent) for start in starts if unit_of(start.parent) not in starts}
    if helpers:
        reached = program.graph.reach(start_nodes(starts))
        units |= {one for one in reached if isinstance(one, Scope)}
        nodes |= {id(node): node for node in program.all_nodes() if in_units(node, units)}
        for owner, name in (one for one in reached if isinstance(one, tuple)):
            for binding in owner.bindings.get(name, ()):
                if binding.value is not None and not isinstance(binding.value, (*FUNCTIONS, ast.ClassDef)):
                    nodes |= {id(node): node for node in ast.walk(binding.value)}
        units |= {one for one in reached if isinstance(one, tuple)}
    return Region(prepared(nodes.values()), units, starts, problems, ", ".join(patterns))


def alive(region: Region, program: Program, roots: list[str]) -> Region:
    """Without what can't run: dead code, and functions that nothing refers to from where the region starts."""
    if region.starts:
        reached = program.graph.reach(start_nodes(region.starts))
    else:
        reached = program.graph.reach(roots_of(program, roots))
    units = {one for one in region.units if one in reached}
    values = {
        id(node)
        for owner, name in (one for one in reached if isinstance(one, tuple))
        for binding in owner.bindings.get(name, ())
        if binding.value is not None and not isinstance(binding.value, (*FUNCTIONS, ast.ClassDef))
        for node in ast.walk(binding.value)
    } if region.starts else set()
    nodes = [
        node
        for node in region.nodes
        if not life.dead(node)
        and (id(node) in values or in_units(node, units))
    ]
    return Region(nodes, {one for one in units if not life.dead(getattr(one, "node", None))}, region.starts, region.problems, region.name)


def roots_of(program: Program, names: list[str]) -> list[Node]:
    """Where running starts: the modules, and what rules name; without any name, everything that is public."""
    roots: list[Node] = list(program.modules.values())
    named_scopes = [scope for name in names for scope in program.definitions(name)]
    if named_scopes:
        return roots + start_nodes(named_scopes)
    for module in program.modules.values():
        roots += [(module, name) for name in module.bindings if not name.startswith("_") or name.startswith("__")]
    return roots


def start_nodes(starts: list[Scope]) -> list[Node]:
    """A definition in the graph: itself, and its name with all that decorates it; of a class, its methods too."""
    out: list[Node] = list(starts)
    for start in starts:
        if not isinstance(start.node, ast.Lambda) and start.parent is not None:
            out.append((start.parent, start.name))
    return out


def rebound(found: list[Scope], program: Program) -> list[Finding]:
    """A name that is bound more than once, or set from elsewhere, could be the decoy of another function."""
    out = []
    for scope in found:
        owner, name = scope.parent, scope.name
        if isinstance(scope.node, ast.Lambda):
            target = next((one for one in (getattr(scope.node.parent, "targets", None) or [getattr(scope.node.parent, "target", None)])), None)
            if not isinstance(target, ast.Name):
                continue
            owner, name = target.scope.lookup(target.id), target.id
        bindings = [one for one in owner.bindings.get(name, ()) if not isinstance(one.node, (ast.Attribute, ast.Subscript))]
        places = [one.node for one in bindings if not joins(one.node, bindings, program)]
        places += [node for node, attribute, base in program.set_attributes if attribute == name and is_owner(base, owner, program)]
        if len(places) > 1:
            lines = sorted({getattr(one, "lineno", 0) for one in places})
            message = f"{name} is bound more than once (lines {', '.join(map(str, lines))}): a rule looks at it, so it may have one definition only"
            out.append(at(places[-1], message))
    return sorted(set(out))


def is_owner(base: ast.AST, owner: Scope, program: Program) -> bool:
    """Whether an expression is the module or class in which a name is defined."""
    if owner.parent is None:
        return owner.source.module in program.names.of(base)
    place = base.scope.lookup(base.id) if isinstance(base, ast.Name) else None
    return place is not None and any(one.node is owner.node for one in place.bindings[base.id])


def joins(node: ast.AST, bindings: list[Binding], program: Program) -> bool:
    """Whether a definition adds to another of its name: an overload, a setter, a further kind of argument."""
    for decorator in getattr(node, "decorator_list", ()):
        if "typing.overload" in program.names.of(decorator):
            return True
        head = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(head, ast.Attribute) and isinstance(head.value, ast.Name) and head.value.id == node.name:
            first = bindings[0]
            makers = getattr(first.node, "decorator_list", None) or [getattr(first.value, "func", None)]
            return any(one is not None and program.names.of(one) & JOINING.get(head.attr, set()) for one in makers)
    return False


def in_units(node: ast.AST, units: set[Node]) -> bool:
    """Whether a node runs in one of the units, is what defines one, or stands in the head of that."""
    if not hasattr(node, "scope"):
        return False
    inner, head = getattr(node, "inner", None), getattr(node, "head", None)
    return unit_of(node.scope) in units or (inner is not None and inner in units) or (head is not None and head in units)


def inner_units(nodes) -> set[Node]:
    return {node.inner for node in nodes if isinstance(node, (*FUNCTIONS, ast.Lambda, ast.ClassDef)) and hasattr(node, "inner")}


def prepared(nodes) -> list[ast.AST]:
    """Without the nodes that trees share, which have no place."""
    return [node for node in nodes if hasattr(node, "scope")]
