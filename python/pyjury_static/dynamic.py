"""Dynamic code: the ways to run what no rule can read, and to reach names that no rule can see."""
import ast
import re
from functools import lru_cache

from . import constants
from .finding import Finding, at
from .graph import is_super
from .names import IMPORTERS
from .program import Program
from .source import parse
from .standard import BUILTINS, is_private_runner, standard
from .what import within

RUN = {
    "eval", "exec", "compile", "globals", "locals", "breakpoint", "sys.breakpointhook", "sys.modules", "sys._getframe",
    "sys._current_frames", "sys.settrace", "sys.setprofile", "types.FunctionType", "types.CodeType", "types.LambdaType",
    "marshal.loads", "marshal.load", "pickle.loads", "pickle.load", "pickle.Unpickler", "pickle._Unpickler", "pickle._load",
    "pickle._loads", "shelve.Shelf", "shelve.BsdDbShelf", "inspect.currentframe", "inspect.stack", "inspect.getmembers",
    "inspect.getmembers_static", "gc.get_objects", "gc.get_referents", "gc.get_referrers", "timeit.timeit", "timeit.repeat",
    "timeit.Timer", "os.system", "os.popen", "os.exec*", "os.spawn*", "os.posix_spawn*", "operator.attrgetter",
    "operator.methodcaller", "sys.meta_path", "sys.path_hooks", "sys.path_importer_cache", "asyncio.create_subprocess_exec",
    "asyncio.create_subprocess_shell", "tkinter.Tcl", "__loader__", "__spec__", "__builtins__", "typing.ForwardRef",
    "typing.get_type_hints", "typing.evaluate_forward_ref", "builtins", "importlib.metadata.EntryPoint",
    "importlib.metadata.entry_points", "site.addpackage", "site.addsitedir",
}
MODULES = {
    "ctypes", "_ctypes", "code", "codeop", "runpy", "imp", "_imp", "pdb", "bdb", "trace", "profile", "cProfile", "zipimport",
    "subprocess", "_posixsubprocess", "posix", "nt", "pty", "doctest", "importlib.util", "importlib.machinery",
    "importlib._bootstrap", "importlib._bootstrap_external", "_frozen_importlib", "_frozen_importlib_external", "pkgutil",
    "pydoc", "logging.config", "annotationlib", "multiprocessing.reduction", "multiprocessing.util",
    "multiprocessing.spawn", "asyncio.subprocess", "webbrowser", "ensurepip", "venv", "idlelib", "lib2to3", "distutils",
    "_testcapi", "_testinternalcapi", "_xxsubinterpreters", "concurrent.interpreters", "_interpreters", "sys.monitoring",
}
ATTRIBUTES = {
    "__globals__", "__builtins__", "__code__", "__closure__", "__subclasses__", "__getattribute__", "__self__", "__loader__",
    "__spec__", "f_globals", "f_locals", "f_builtins", "f_back", "f_code", "gi_frame", "gi_code", "cr_frame", "cr_code",
    "ag_frame", "ag_code", "tb_frame", "tb_next", "__import__", "cell_contents", "load_module", "exec_module", "__reduce__",
    "__reduce_ex__", "loadTestsFromName", "loadTestsFromNames", "get_original", "temp_original", "send_bytes",
    "subprocess_exec", "subprocess_shell",
}
# A class may have its own of these.
DEFINED = {"__getattribute__", "__reduce__", "__reduce_ex__"}
# In a text that somebody else takes apart: `map(getattr, [print], ["__self__"])`, `Formatter().get_field("0.__self__", ...)`.
IN_TEXT = {name for name in ATTRIBUTES if re.match("__|f_|gi_|cr_|ag_|tb_", name)} - DEFINED - {"__import__", "__code__"}
READERS = {"operator.attrgetter", "operator.methodcaller"}
# Evaluated, a text with these does something; a type has none of them.
DEEDS = (ast.Call, ast.Lambda, ast.NamedExpr, ast.Await, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.JoinedStr)


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
            return imported(node, program)
        case ast.Call():
            return call(node, program) or reference(node, program) or text(node, program)
        case ast.Attribute(attr=name) if name in ATTRIBUTES:
            if name in DEFINED and (is_super(node.value) or isinstance(node.ctx, ast.Store)):
                return None  # super().__getattribute__(name), which a class of its own may need
            return f"{name} reaches what the source doesn't name"
        case ast.MatchClass(kwd_attrs=names) if ATTRIBUTES & set(names):
            return f"{', '.join(names)}: reaches what the source doesn't name"
        case ast.Attribute(attr="__dict__") if any(program.names.is_module(one) for one in program.names.of(node.value)):
            return "a module's __dict__ reaches what the source doesn't name"
        case ast.Attribute(attr="__annotations__") if is_changed(node):
            return "annotations that are changed can hold code that is not in the source"
    if isinstance(node, (ast.Name, ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Load):
        return reference(node, program) or text(node, program)
    return text(node, program) if isinstance(node, ast.expr) else None


def imported(node: ast.Import | ast.ImportFrom, program: Program) -> str | None:
    if node.scope.is_class and "builtins" in program.names.imports(node):
        return "builtins as an attribute of a class can't be seen through"
    for name in sorted(program.names.imports(node)):
        if any(within(name, module) for module in MODULES):
            return f"{name} can run code that is not in the source"
    if isinstance(node, ast.ImportFrom):
        for alias in node.names:
            name = known(f"{node.module}.{alias.name}")
            if name and name not in READERS:
                return f"{name} can run code that is not in the source"
    return None


def is_followed(node: ast.AST) -> bool:
    """Whether names see through where a module goes: to an attribute of it, or to a variable of its own."""
    parent = node.parent
    if isinstance(parent, (ast.Assign, ast.NamedExpr)) and parent.value is node:
        targets = parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        return all(isinstance(one, ast.Name) for one in targets) and not node.scope.is_class
    return isinstance(parent, ast.Attribute)


def is_changed(node: ast.Attribute) -> bool:
    """Whether an attribute is set, or an item of it, or all of them are."""
    parent = node.parent
    if isinstance(parent, ast.Subscript) and parent.value is node:
        return not isinstance(parent.ctx, ast.Load)
    return not isinstance(node.ctx, ast.Load) or getattr(parent, "attr", "") in ("update", "setdefault", "__setitem__")


def call(node: ast.Call, program: Program) -> str | None:
    names, arguments = program.names.of(node.func), node.args
    if names & (IMPORTERS | {"importlib.reload"}):
        module = program.names.target(node)
        if module is None:
            return "an import whose name is no constant"
        if any(within(module, one) for one in MODULES):
            return f"{module} can run code that is not in the source"
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
    if any(one.arg == "eval_str" and constants.truth(one.value) is not False for one in node.keywords):
        return "eval_str runs texts as code"
    if isinstance(node.func, ast.Attribute) and node.func.attr == "getter" and not arguments and not node.keywords:
        return "getter() of a patch imports by a name"
    if isinstance(node.func, ast.Attribute) and node.func.attr == "get_field" and not (arguments and constants.text(arguments[0])):
        return "a field whose name is no constant"
    return None


def reference(node: ast.AST, program: Program) -> str | None:
    parent = node.parent
    for name in sorted(filter(None, map(known, program.names.of(node)))):
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


def text(node: ast.expr, program: Program) -> str | None:
    """What is dynamic about a text: the name of what leads everywhere, or code as an annotation, which others evaluate."""
    found = constants.text(node)
    if found is None or isinstance(node.parent, ast.Expr):
        return None
    if isinstance(node.parent, ast.Call) and "hasattr" in program.names.of(node.parent.func):
        return None  # A question only.
    names = set(re.findall(r"\w+", found)) & IN_TEXT if len(found) < 1000 and not re.search(r"\s", found) else ()
    if names:
        return f"{', '.join(sorted(names))} reaches what the source doesn't name"
    if hasattr(node, "hint") and not is_data(node, program) and does_something(found):
        return "an annotation that is code: a text that others evaluate"
    return None


def is_data(node: ast.AST, program: Program) -> bool:
    """Whether a text in an annotation is no type: in Literal[...] or Annotated[...]."""
    while hasattr(node, "hint"):
        node = node.parent
        if isinstance(node, ast.Subscript) and program.names.of(node.value) & {"typing.Literal", "typing.Annotated"}:
            return True
    return False


def does_something(source: str) -> bool:
    try:
        tree = parse(source.strip(), "eval")
    except (SyntaxError, ValueError):
        return False
    except (RecursionError, MemoryError):
        return True
    return any(isinstance(node, DEEDS) for node in ast.walk(tree))


def known(name: str) -> str | None:
    """The name under which something can run code: `_pickle.loads` is pickle.loads, `enum.FunctionType` types.FunctionType."""
    if name in RUN or any(one.endswith("*") and name.startswith(one[:-1]) for one in RUN):
        return name
    if "." not in name:
        return None
    thing = standard(name)
    if callable(thing) and id(thing) in things():
        return things()[id(thing)]
    return name if is_private_runner(name) or any(within(name, one) for one in MODULES) else None


@lru_cache(maxsize=1)
def things() -> dict[int, str]:
    """What the names of RUN are, by identity; none of it ever goes."""
    found = {name: standard(name if name not in BUILTINS else f"builtins.{name}") for name in sorted(RUN, reverse=True)}
    return {id(thing): name for name, thing in found.items() if callable(thing)}
