"""only_imports and layers: what may import what."""
import ast

from .. import dynamic
from ..finding import Blind, Finding, at
from ..program import Program
from ..rule import Rule
from ..scopes import absolute
from ..source import Source
from ..standard import standard_module
from ..tool import Tool
from ..what import within


def only_imports(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """No imports but these, the submission's own modules and __future__."""
    out = []
    for node, name in imported(program, sources):
        names = {name, program.names.real(name)}
        if not all(allowed(one, rule.values, program) for one in names):
            out.append(at(node, f"{name} may not be imported: only {', '.join(rule.values)}"))
    hidden = dynamic.findings(program, sources) if rule.options["dynamic_code"] == "forbidden" else []
    if hidden:
        raise Blind(out + hidden)
    return out


def allowed(name: str, patterns: list[str], program: Program) -> bool:
    # A file with the name of a module of the standard library isn't what is imported by it: that one comes first.
    own = not standard_module(name.partition(".")[0]) and any(name == module or module.startswith(f"{name}.") for module in program.modules)
    return own or name == "__future__" or any(within(name, pattern) for pattern in patterns)


def layers(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """A layer may import those below it, never one above, nor what a module of no layer passes on from there."""
    ranks = {name: rank for rank, layer in enumerate(rule.values) for name in ([layer] if isinstance(layer, str) else layer)}
    out = []
    for node, name in imported(program, sources) + passed_on(program, sources):
        importer, target = rank_of(node.source.module, ranks), rank_of(name, ranks)
        if importer is None or target is None:
            continue
        if ranks[target] < ranks[importer]:
            out.append(at(node, f"{importer} may not import {target}, which is above it"))
        elif ranks[target] == ranks[importer] and target != importer:
            out.append(at(node, f"{importer} may not import {target}, which is beside it"))
    return out


def rank_of(module: str, ranks: dict[str, int]) -> str | None:
    """The layer that a module is in, the longest name first."""
    return next((name for name in sorted(ranks, key=len, reverse=True) if within(module, name)), None)


def passed_on(program: Program, sources: list[Source]) -> list[tuple[ast.AST, str]]:
    """What `from glue import Page` gives, if glue has it from somewhere else in the submission."""
    out = []
    for source in sources:
        for node in program.nodes[source.path]:
            for alias in node.names if isinstance(node, ast.ImportFrom) else ():
                full = f"{absolute(node, source)}.{alias.name}"
                out += [(node, name) for name in sorted(program.names.through({full}) - {full})]
    return out


def imported(program: Program, sources: list[Source]) -> list[tuple[ast.AST, str]]:
    """Every import of some files, each module once for a node."""
    out = []
    for source in sources:
        for node in program.nodes[source.path]:
            if hasattr(node, "scope"):
                names = program.names.imports(node)
                # os.path calls itself posixpath: one of the two is enough.
                out += [(node, name) for name in sorted(names) if not any(name != one and program.names.real(one) == name for one in names)]
    return out
