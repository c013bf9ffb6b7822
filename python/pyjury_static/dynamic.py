"""Dynamic code: the ways to run what no rule can read, and to reach names that no rule can see."""
import ast

from . import constants
from .finding import Finding, at
from .program import Program
from .what import within

RUN = {
    "eval", "exec", "compile", "globals", "locals", "sys.modules", "sys._getframe", "sys._current_frames", "sys.settrace",
    "sys.setprofile", "types.FunctionType", "types.CodeType", "types.LambdaType", "marshal.loads", "marshal.load",
    "pickle.loads", "pickle.load", "pickle.Unpickler", "inspect.currentframe", "inspect.stack", "gc.get_objects",
    "gc.get_referents", "gc.get_referrers", "pkgutil.resolve_name", "timeit.timeit", "timeit.repeat", "timeit.Timer",
    "os.system", "os.popen", "os.exec*", "os.spawn*", "os.posix_spawn*", "operator.attrgetter", "operator.methodcaller",
    "sys.meta_path", "sys.path_hooks", "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell",
    "__loader__", "__spec__", "__builtins__", "typing.ForwardRef", "builtins",
}
MODULES = {
    "ctypes", "_ctypes", "code", "codeop", "runpy", "imp", "_imp", "pdb", "bdb", "trace", "profile", "cProfile", "zipimport",
    "subprocess", "_posixsubprocess", "posix", "nt", "pty", "doctest", "importlib.util", "importlib.machinery",
    "importlib._bootstrap", "concurrent.interpreters", "_interpreters", "sys.monitoring",
}
ATTRIBUTES = {
    "__globals__", "__builtins__", "__code__", "__closure__", "__subclasses__", "__getattribute__", "__self__", "__loader__",
    "__spec__", "f_globals", "f_locals", "f_builtins", "f_back", "gi_frame", "cr_frame", "ag_frame", "tb_frame", "tb_next",
    "__import__", "cell_contents",
}
READERS = {"operator.attrgetter", "operator.methodcaller"}
IMPORTERS = {"__import__", "importlib.import_module", "importlib.__import__", "importlib.reload"}


def findings(program: Program, sources: list) -> list[Finding]:
    """Every use of dynamic code in some files, dead or not."""
    out = []
    for source in sources:
        for node in program.nodes[source.path]:
            message = told(node, program) if hasattr(node, "scope") else None
            if message:
                out.append(at(node, message))
    return sorted(set(out))


def told(node: ast.AST, program: Program) -> str | None:
    """What is dynamic about a node, or None."""
    match node:
        case ast.Import() | ast.ImportFrom():
            if node.scope.is_class and "builtins" in program.names.imports(node):
                return "builtins as an attribute of a class can't be seen through"
            for name in sorted(program.names.imports(node)):
                if any(within(name, module) for module in MODULES):
                    return f"{name} can run code that is not in the source"
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if f"{node.module}.{alias.name}" in RUN - READERS:
                        return f"{node.module}.{alias.name} can run code that is not in the source"
        case ast.Call(func=function, args=arguments):
            return call(program.names.of(function), arguments, program)
        case ast.Attribute(attr=name) if name in ATTRIBUTES:
            if isinstance(node.value, ast.Call) and name == "__getattribute__":
                return None  # super().__getattribute__(name), which a class of its own may need
            return f"{name} reaches what the source doesn't name"
        case ast.MatchClass(kwd_attrs=names) if ATTRIBUTES & set(names):
            return f"{', '.join(names)}: reaches what the source doesn't name"
        case ast.Attribute(attr="__dict__") if any(program.names.is_module(one) for one in program.names.of(node.value)):
            return "a module's __dict__ reaches what the source doesn't name"
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Load):
        return reference(node, program)
    return None


def is_followed(node: ast.AST) -> bool:
    """Whether names see through where a module goes: to an attribute of it, or to a variable of its own."""
    parent = node.parent
    if isinstance(parent, (ast.Assign, ast.NamedExpr)) and parent.value is node:
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        return all(isinstance(one, ast.Name) for one in targets) and not node.scope.is_class
    return isinstance(parent, ast.Attribute)


def call(names: frozenset[str], arguments: list[ast.AST], program: Program) -> str | None:
    if names & IMPORTERS and (not arguments or constants.text(arguments[0]) is None):
        return "an import whose name is no constant"
    if names & IMPORTERS and any(within(constants.text(arguments[0]), module) for module in MODULES):
        return f"{constants.text(arguments[0])} can run code that is not in the source"
    if names & {"getattr", "setattr", "vars", "dir"} and arguments:
        of_module = any(program.names.is_module(one) for one in program.names.of(arguments[0]))
        if of_module and not (len(arguments) > 1 and constants.text(arguments[1])):
            return "an attribute of a module whose name is no constant"
    if names & (READERS | {"getattr"}):
        parts = {part for one in arguments for part in (constants.text(one) or "").split(".")}
        if parts & ATTRIBUTES:
            return f"{', '.join(sorted(parts & ATTRIBUTES))} reaches what the source doesn't name"
    if "vars" in names and not arguments:
        return "vars() reaches what the source doesn't name"
    return None


def reference(node: ast.AST, program: Program) -> str | None:
    parent = node.parent
    for name in sorted(program.names.of(node)):
        if name in RUN or any(one.endswith("*") and name.startswith(one[:-1]) for one in RUN):
            if name in READERS:
                constant = isinstance(parent, ast.Call) and parent.func is node and all(constants.text(one) for one in parent.args[:1])
                if constant:
                    continue
            if name == "builtins" and is_followed(node):
                continue
            if name == "builtins" and isinstance(parent, ast.Call) and len(parent.args) > 1 and constants.text(parent.args[1]):
                continue
            return f"{name} can run code that is not in the source, or reach what it doesn't name"
    return None
