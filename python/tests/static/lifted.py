"""The static harness without one guard: for tests that show what each is worth. Never shipped."""

import ast
import os
import sys
from contextlib import contextmanager
from pathlib import Path

HARNESS = Path(__file__).resolve().parents[2] / "pyjury_static"
sys.path[0] = str(HARNESS.parent)


def tree() -> None:
    """Names are looked for in the text."""
    from pyjury_static.names import Names

    of = Names.of
    Names.of = lambda self, node: frozenset(one for one in of(self, node) if one.rpartition(".")[2] in node.source.text)


def names() -> None:
    """A name is what is written."""
    from pyjury_static import what
    from pyjury_static.names import Names

    what.same = lambda one, other: one == other

    Names.of = lambda self, node: frozenset([ast.unparse(node)] if isinstance(node, (ast.Name, ast.Attribute)) else [])


def own() -> None:
    """A text is put together whoever else may have a hand in it."""
    from pyjury_static import constants, program

    constants.is_builtin = lambda name: True
    program.set_attributes = lambda node: []
    program.sets_anything = lambda node: False


def values() -> None:
    """Modules may go wherever names can't be followed."""
    from pyjury_static.rules import uses

    uses.loose_modules = lambda whats, program, sources: []


def dynamic() -> None:
    """Code may come from anywhere."""
    from pyjury_static import dynamic as code

    code.findings = lambda program, sources: []


def helpers() -> None:
    """A function is what stands in it."""
    from pyjury_static.graph import Graph

    Graph.reach = lambda self, start: set(start)


def head() -> None:
    """What stands in the head of a definition belongs to nobody."""
    from pyjury_static import scopes

    scopes.own = lambda inner, parts: None


def life() -> None:
    """Code that can't run counts like any other."""
    from pyjury_static import life as lives

    lives.dead = lambda node: False
    reached()


def reached() -> None:
    """Functions count whether or not anything refers to them."""
    from pyjury_static.rules import uses

    uses.alive = lambda region, program, roots: region


def strictly() -> None:
    """Every reference is a call."""
    from pyjury_static.rules import uses

    recursion = uses.recursion
    uses.recursion = lambda region, program, strict: recursion(region, program, False)


def loosely() -> None:
    """Only calls count, what is required as well as what is forbidden."""
    from pyjury_static.rules import uses

    recursion = uses.recursion
    uses.recursion = lambda region, program, strict: recursion(region, program, True)


def single() -> None:
    """A name may be bound as often as it likes."""
    from pyjury_static import region
    from pyjury_static.graph import Graph
    from pyjury_static.rules import uses

    Graph.lasting = lambda self, bindings: bindings
    region.rebound = lambda found, program: []
    uses.decoys = lambda rule, region, program: []


def mention() -> None:
    """What is only said is used."""
    from pyjury_static.rules import uses

    uses.is_mention = lambda one, node, program, strict: False


def idle() -> None:
    """Only lambdas and comprehensions can be left lying."""
    from pyjury_static import life as lives

    lives.is_idle = lambda node: isinstance(node, lives.LAZY)


def standin() -> None:
    """A file may be called as it likes."""
    from pyjury_static.rules import imports, uses

    uses.stand_ins = lambda rule, program: []
    imports.standard_module = lambda name: None


def through() -> None:
    """What a module of the submission has is its own."""
    from pyjury_static.names import Names

    Names.through = lambda self, names: set(names)


def passed() -> None:
    """What is imported comes from where it is imported."""
    from pyjury_static.rules import imports

    imports.passed_on = lambda program, sources: []


def relative() -> None:
    """The name of a module is the first argument."""
    from pyjury_static.names import Names

    Names.target = lambda self, call: self.text(call.args[0]) if call.args else None


def keys() -> None:
    """What nobody knows has no modules."""
    from pyjury_static import names as known

    known.KEYS.clear()


def unreadable() -> None:
    """There is nothing in a file that can't be read."""
    from pyjury_static import check

    load = check.load
    check.load = lambda folder, paths: (load(folder, paths)[0], [])


def encodings() -> None:
    """Every file is taken for UTF-8."""
    from pyjury_static import source

    source.decoded = lambda data: data.decode()


def docstrings() -> None:
    """Whatever text comes first says what it is."""

    def first(node: ast.AST, clean: bool = True) -> str | None:
        found = node.body[0]
        return "words" if isinstance(found, ast.Expr) and isinstance(found.value, (ast.Constant, ast.JoinedStr)) else None

    ast.get_docstring = first


def lambdas() -> None:
    """Only what is made by def is a function."""
    from pyjury_static.program import Program

    Program.named_lambdas = lambda self, sources: []


def bodies() -> None:
    """Only the statements of functions are measured."""
    from pyjury_static.rules import measures

    measures.measured = measures.selected
    measures.FUNCTIONS = (*measures.FUNCTIONS, ast.ClassDef, ast.arguments)


def ladder() -> None:
    """An if that is all of an else is an elif."""
    from pyjury_static.rules import measures

    measures.is_elif = lambda node: isinstance(node, ast.If) and isinstance(node.parent, ast.If) and node.parent.orelse == [node]


def statements() -> None:
    """A line is a line, and those of docstrings are none."""
    from pyjury_static.finding import at
    from pyjury_static.rules import KINDS

    def max_lines(rule, program, sources, tool, roots):
        out = []
        for node in program.functions(sources):
            lines = node.end_lineno - node.lineno + 1
            lines -= node.body[0].end_lineno - node.body[0].lineno + 1 if ast.get_docstring(node) else 0
            out += [at(node, "too long")] if lines > rule.value else []
        return out

    KINDS["max_lines"] = max_lines


def types() -> None:
    """Every annotation is a type."""
    from pyjury_static.rules import hints

    hints.is_type = lambda annotation, program: True


def clauses() -> None:
    """A clause catches what is written there, and raises if a raise is."""
    from pyjury_static.rules import clean

    clean.each = lambda caught: [caught]
    clean.raises = lambda handler: any(isinstance(one, ast.Raise) for one in ast.walk(handler))


def defaults() -> None:
    """Only what is written as a list is one."""
    from pyjury_static.rules import clean

    clean.is_mutable = lambda default, program: isinstance(default, (ast.List, ast.Dict, ast.Set))


def places() -> None:
    """Names are those of functions, classes, parameters and variables."""
    from pyjury_static.rules import naming

    told = naming.told
    usual = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.arg, ast.Name)
    naming.told = lambda node: told(node) if isinstance(node, usual) else []


def familiar() -> None:
    """Whatever is called so is it."""
    from pyjury_static.rules import types as kinds

    kinds.familiar = lambda name: frozenset()


def bound() -> None:
    """What has a type has a value."""
    from pyjury_static.rules import stub

    stub.is_given = lambda node, wanted, scope: True


def outside() -> None:
    """A definition stays what it is."""
    from pyjury_static.rules import stub

    stub.is_owner = lambda base, owner, program: False


def silence() -> None:
    """Comments say what tools are to overlook."""
    from pyjury_static import tool

    tool.heard = lambda text: text
    without(["--ignore-noqa"])


def without(flags: list[str]) -> None:
    """Tools are started without some flags."""
    from pyjury_static import tool

    run = tool.run
    tool.run = lambda command, folder: run([one for one in command if one not in flags], folder)


def isolation() -> None:
    """Tools see all that was submitted, and read what configures them."""
    import shutil

    from pyjury_static import tool

    copy = tool.copy

    @contextmanager
    def whole(sources, ignores):
        with copy(sources, ignores) as folder:
            shutil.copytree("source", folder, dirs_exist_ok=True)
            yield folder

    tool.copy = whole
    without(["--isolated", "--config-file="])


def unchecked() -> None:
    """What mypy leaves out is left out."""
    from pyjury_static.rules import tools

    tools.unchecked = lambda program, sources, python: []


def whole() -> None:
    """Tools see the files alone that a rule is about."""
    from pyjury_static.rules import KINDS, tools

    class Alone:
        def __init__(self, program, sources):
            self.sources, self.nodes, self.names = sources, program.nodes, program.names

    KINDS["mypy"] = lambda rule, program, sources, tool, roots: tools.mypy(rule, Alone(program, sources), sources, tool, roots)


def texts() -> None:
    """A text is no name of anything."""
    from pyjury_static.what import What

    What.is_in_text = lambda self, node, program: False


if __name__ == "__main__":
    sys.argv[0] = str(HARNESS / "__main__.py")
    import pyjury_static.check  # noqa: F401

    globals()[os.environ["PYJURY_LIFTED"]]()
    with open(sys.argv[0], "rb") as file:
        exec(compile(file.read(), sys.argv[0], "exec"), {"__name__": "__main__", "__file__": sys.argv[0]})
