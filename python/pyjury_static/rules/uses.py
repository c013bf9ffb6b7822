"""must_use, must_not_use, no_dynamic_code: what is in the source and what isn't."""
import ast

from .. import constants, dynamic, what
from ..finding import Finding, at
from ..program import Program
from ..region import Region, alive, everything, named
from ..rule import Rule
from ..scopes import Scope
from ..source import Source
from ..standard import standard_module
from ..tool import Tool
from ..what import What

# What is in these is used in annotations.
TYPING = {"typing", "types", "collections.abc", "dataclasses", "numbers"}


def must_use(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """Each of the things (with `any`, one of them) has to be there often enough, where it can run."""
    region = region_of(rule, program, sources)
    problems = region.problems + decoys(rule, region, program) + stand_ins(rule, program)
    if problems:
        return problems
    if rule.options["reachable"]:
        region = alive(region, program, roots)
    least, most = rule.options["at_least"], rule.options["at_most"]
    where = f"{region.name} " if region.name else "the source "
    lacking, excess = [], []
    for one in map(what.parse, rule.values):
        places = used(one, region, program, strict=True)
        if len(places) < least:
            count = "" if least == 1 else f" at least {least} times, not {len(places)}"
            lacking.append(region.place(f"{where}must use {one.written}{count}{doubt(rule)}", sources))
        if most is not None and len(places) > most:
            excess += [at(place, f"{one.written}: {most} of these are allowed, there are {len(places)}") for place in places[most:]]
    if rule.options["any"]:
        lacking = [] if len(lacking) < len(rule.values) else lacking
    return lacking + excess


def decoys(rule: Rule, region: Region, program: Program) -> list[Finding]:
    """One function of several files that have it would be enough: the rule must say which, or there must be one."""
    out = []
    for name in rule.strings("in"):
        starts = [one for one in region.starts if one.qualified == name]
        files = {one.source.path for one in starts}
        if starts:
            files |= {module.source.path for module in program.modules.values() if is_made(module, name.partition(".")[0], program)}
        if len(files) > 1:
            text = f"{name} is defined in more than one file ({', '.join(sorted(files))}): a rule looks at it, so it may have one definition only"
            out += [at(one.node, text) for one in starts]
    return out


def is_made(module: Scope, name: str, program: Program) -> bool:
    """Whether a module has a name of its own making, or from outside the submission."""
    bindings = [one for one in module.bindings.get(name, ()) if not isinstance(one.node, (ast.Attribute, ast.Subscript))]
    return any(one.imported is None or one.imported.rpartition(".")[0] not in program.modules for one in bindings)


def stand_ins(rule: Rule, program: Program) -> list[Finding]:
    """A file of the submission that has the name of the module from which something must be used."""
    wanted = {what.parse(one).name.partition(".")[0] for one in rule.values if what.parse(one).kind in ("import", "name")}
    return [
        Finding(source.path, 0, 1, f"{source.path} has the name of the module {source.module.partition('.')[0]}, which must be used")
        for source in program.sources
        if source.module.partition(".")[0] in wanted and standard_module(source.module.partition(".")[0])
    ]


def must_not_use(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """None of the things may be there, in whatever way they are called; what can't be seen through is refused too."""
    region = region_of(rule, program, sources)
    most = rule.options["at_most"]
    out = list(region.problems)
    whats = [what.parse(one) for one in rule.values]
    for one in whats:
        places = used(one, region, program, strict=False)
        text = f"{one.written} is not allowed" + (f" in {region.name}" if region.name else "")
        if most:
            text = f"{one.written}: {most} of these are allowed, there are {len(places)}"
        out += [at(place, text) for place in places[most:]]
    if rule.options["dynamic_code"] == "forbidden":
        out += dynamic.findings(program, sources)
        out += loose_modules(whats, program, sources)
        out += unknown_attributes(whats, region, program)
    return out


def no_dynamic_code(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """Nothing may run code, or reach names, that the source doesn't show."""
    return dynamic.findings(program, sources)


def region_of(rule: Rule, program: Program, sources: list[Source]) -> Region:
    names = rule.strings("in")
    return named(program, sources, names, rule.options["helpers"]) if names else everything(program, sources)


def used(one: What, region: Region, program: Program, strict: bool) -> list[ast.AST]:
    """The nodes that use it. Strict: calls count as recursion, else every reference that comes back."""
    if one.written.split() == ["recursion"]:
        return recursion(region, program, strict)
    ways = [one.uses, one.is_imported_elsewhere] if region.name else [one.uses]
    found = ([node for node in region.nodes if way(node, program) and not is_mention(one, node, program, strict)] for way in ways)
    places = next(filter(None, found), [])
    # `getattr(x, "sort")` and `x.sort` are one use each, not two of `x.sort()`.
    known = {id(place) for place in places}
    return sorted((place for place in places if id(getattr(place, "func", None)) not in known), key=order)


def is_mention(one: What, node: ast.AST, program: Program, strict: bool) -> bool:
    """Whether a node only says the thing: arguments of types. Strict: what is imported, or stands in an annotation, isn't used yet."""
    if one.kind == "construct":
        return is_type_argument(node, program) or (strict and one.name != "type hints" and (hasattr(node, "hint") or is_index(node)))
    if not strict:
        return False
    typing = one.kind == "name" and one.name.rpartition(".")[0] in TYPING
    return isinstance(node, ast.ImportFrom) and one.kind != "import" or (hasattr(node, "hint") and one.kind != "own" and not typing)


def is_index(node: ast.AST) -> bool:
    """The tuple of `x[1, 2]`."""
    return isinstance(node, ast.Tuple) and isinstance(node.parent, ast.Subscript)


def is_type_argument(node: ast.AST, program: Program) -> bool:
    """The list and the tuple of `Callable[[int], str]`."""
    if not isinstance(node, (ast.List, ast.Tuple)):
        return False
    if isinstance(node.parent, ast.Subscript):
        return node.parent.slice is node and bool(program.names.of(node.parent.value))
    return is_type_argument(node.parent, program)


def recursion(region: Region, program: Program, strict: bool) -> list[ast.AST]:
    found: list[Scope] = program.graph.calls_itself(region.units) if strict else program.graph.recursive(region.units | names_of(region, program))
    places: list[ast.AST] = [one.node for one in found]
    if not strict:
        places += [node for node in region.nodes if applies_to_itself(node)]
    return sorted(places, key=order)


def names_of(region: Region, program: Program) -> set:
    """The variables by which functions of the region may refer to each other."""
    return {node for node in program.graph.loose if isinstance(node, tuple)}


def applies_to_itself(node: ast.AST) -> bool:
    """`f(f)`, by which a function without a name comes back to itself."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and any(
        isinstance(one, ast.Name) and one.id == node.func.id for one in node.args
    )


def loose_modules(whats: list[What], program: Program, sources: list[Source]) -> list[Finding]:
    """Modules that go where names can't be followed, if the rule is about something in them."""
    modules = {one.name.rpartition(".")[0] for one in whats if one.kind == "name" and "." in one.name}
    modules = {one for one in modules if program.names.is_module(one)}
    out = []
    for source in sources:
        for node in program.nodes[source.path]:
            if isinstance(node, (ast.Import, ast.ImportFrom)) and node.scope.is_class and modules & program.names.imports(node):
                out.append(at(node, "a module as an attribute of a class: what is taken from it can't be seen"))
            if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load) or not hasattr(node, "scope"):
                continue
            followed = dynamic.is_followed(node)
            getter = isinstance(node.parent, ast.Call) and program.names.of(node.parent)
            for name in program.names.of(node) & modules:
                if not followed and not getter:
                    out.append(at(node, f"the module {name} is used as a value here: what is taken from it can't be seen"))
    return out


def unknown_attributes(whats: list[What], region: Region, program: Program) -> list[Finding]:
    """`getattr` with a name that is no constant, or handed to others, if the rule is about attributes."""
    if not any(one.kind == "attribute" or (one.kind == "name" and "." in one.name) for one in whats):
        return []
    out = []
    for node in region.nodes:
        if isinstance(node, ast.Call) and "getattr" in program.names.of(node.func) and len(node.args) > 1 and constants.text(node.args[1]) is None:
            out.append(at(node, "getattr with a name that is no constant"))
        elif isinstance(node, (ast.Name, ast.Attribute)) and "getattr" in program.names.of(node) and isinstance(node.ctx, ast.Load):
            called = isinstance(node.parent, ast.Call) and node.parent.func is node
            if not called and not dynamic.is_followed(node):
                out.append(at(node, "getattr as a value: what is taken by it can't be seen"))
    return out


def doubt(rule: Rule) -> str:
    return ", in code that can run" if rule.options["reachable"] else ""


def order(node: ast.AST) -> tuple:
    finding = at(node, "")
    return finding.file, finding.line, finding.column
