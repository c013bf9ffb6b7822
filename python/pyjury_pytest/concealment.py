"""tests mode: the code of what is tested can't be read. It has to be told from its mutants by what it does.

An audit hook, which nothing can remove, refuses the code objects of functions, frames and generators whose globals are
those of the implementation, and the ways around. It is Python, so other code can run within it: a handler of a signal, a
finalizer. Whatever such code can see of it, its locals and globals, holds nothing: what it has to keep are constants of
its code, and its own code can't be read either.

Tools that look at code are given another code object with the same face: name, place and parameters, nothing else.
"""

import ast
import builtins
import gc
import importlib.machinery
import inspect
import operator
import os
import random
import sys
import sysconfig
from types import AsyncGeneratorType, CodeType, CoroutineType, FrameType, FunctionType, GeneratorType, ModuleType
from typing import Any

from .importing import MemoryImporter
from .suite import Module

MESSAGE = "the code of what is tested can't be read: test what it does"
STOCK = 32  # how often a process can import a module anew; a reload is none of these
NAMES = frozenset({"__code__", "f_code", "gi_code", "cr_code", "ag_code"})
READ, SET, FACE_OF, IMPORT, OPEN = "object.__getattr__", "object.__setattr__", "pyjury.code", "import", "open"
REFERRERS = "gc.get_referrers"  # hypothesis asks for those of a generator of random numbers
REFUSED = frozenset({
    "sys.addaudithook", "sys.settrace", "sys.setprofile", "sys.monitoring.register_callback", "sys.remote_exec",
    "gc.get_objects", "gc.get_referents", REFERRERS, "cpython.PyInterpreterState_New",
    "sqlite3.enable_load_extension", "sqlite3.load_extension",
    "ctypes.addressof", "ctypes.call_function", "ctypes.cdata", "ctypes.cdata/buffer", "ctypes.create_string_buffer",
    "ctypes.dlopen", "ctypes.dlsym", "ctypes.dlsym/handle", "ctypes.PyObj_FromPtr", "ctypes.string_at", "ctypes.wstring_at",
    "ctypes.memoryview_at",
})
MODULES = frozenset({
    "ctypes", "_ctypes", "_ctypes_test", "cffi", "_cffi_backend", "_testcapi", "_testlimitedcapi", "_testinternalcapi",
    "_testbuffer", "_testclinic", "_lsprof", "_xxsubinterpreters", "_interpreters", "_remote_debugging",
})
FACE = operator.attrgetter(
    "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_flags", "co_varnames", "co_filename", "co_name",
    "co_qualname", "co_firstlineno",
)
LOOKING = ("inspect", "traceback", "logging", "warnings", "asyncio", "unittest", "_pytest", "pluggy", "hypothesis", "anyio", "pytest_asyncio",
           "pydantic")
"""Modules, with those below them, whose functions ask `code_of` for code objects."""


def code_of(thing: Any, name: str) -> CodeType:
    """The code object of a function or frame, or if it is hidden one with its face."""
    try:
        return getattr(thing, name)
    except AttributeError:
        found: list[CodeType] = []
        sys.audit(FACE_OF, thing, name, found)
        if not found:
            raise
        return found[0]


def _template() -> None:
    pass


# The names in capitals and those of KNOWN are made constants of this function's code: see `_hook`.
def refuse(event, arguments):
    if event not in EVENTS:
        return
    if event in REFUSED:
        if event == REFERRERS and len(arguments[0]) == 1 and type(arguments[0][0]) in RANDOM:
            return
        raise AttributeError(MESSAGE)
    if event == READ or event == SET:
        thing, name, *_ = arguments
        if type(name) is not str or name not in NAMES:
            return
        kind = type(thing)
        if kind is FunctionType:
            scope = thing.__globals__
        elif kind is FrameType:
            scope = thing.f_globals
        elif kind is GeneratorType or kind is CoroutineType or kind is AsyncGeneratorType:
            frame = RUNNING[kind](thing)
            scope = None if frame is None else frame.f_globals
        else:
            return
        if (scope is None or id(scope) in CONCEALED) and _getframe(1) not in READERS:
            raise AttributeError(MESSAGE)
    elif event == FACE_OF:
        thing, name, found = arguments
        kind = type(thing)
        if type(found) is not list or type(name) is not str or name not in NAMES:
            return
        if kind is not FunctionType and kind is not FrameType and kind not in RUNNING:
            return
        READERS.add(_getframe())
        try:
            arguments, positional, keyword, flags, names, file, name, qualified, line = FACE(GETTERS[name](thing))
            names = names[: arguments + keyword + (flags >> 2 & 1) + (flags >> 3 & 1)]
            found.append(TEMPLATE(
                co_argcount=arguments, co_posonlyargcount=positional, co_kwonlyargcount=keyword, co_flags=flags & ~16,
                co_nlocals=len(names), co_varnames=names, co_filename=file, co_name=name, co_qualname=qualified,
                co_firstlineno=line,
            ))
        finally:
            READERS.discard(_getframe())
    elif event == IMPORT:
        name, file, *_ = arguments
        if type(name) is not str or name in MODULES:
            raise ImportError(MESSAGE)
        if file is not None and (type(file) is not str or ".." in file or not file.startswith(FOLDERS)):
            raise ImportError(MESSAGE)
    elif event == OPEN:
        path = arguments[0]
        if type(path) is str and path.endswith("mem") or type(path) is bytes and path.endswith(b"mem"):
            if len(path) == 3 or path[-4:] in ("/mem", b"/mem"):
                raise PermissionError(MESSAGE)


KNOWN = {
    "type": type, "str": str, "bytes": bytes, "list": list, "id": id, "len": len, "_getframe": sys._getframe,
    "AttributeError": AttributeError, "ImportError": ImportError, "PermissionError": PermissionError,
    "FunctionType": FunctionType, "FrameType": FrameType, "GeneratorType": GeneratorType, "CoroutineType": CoroutineType,
    "AsyncGeneratorType": AsyncGeneratorType,
    "REFERRERS": REFERRERS, "RANDOM": (random.Random,), "READ": READ, "SET": SET, "FACE_OF": FACE_OF, "IMPORT": IMPORT, "OPEN": OPEN, "MESSAGE": MESSAGE,
    "REFUSED": REFUSED, "EVENTS": REFUSED | {READ, SET, FACE_OF, IMPORT, OPEN}, "NAMES": NAMES, "MODULES": MODULES,
    "FACE": FACE, "GETTERS": {name: operator.attrgetter(name) for name in NAMES}, "TEMPLATE": _template.__code__.replace,
    "RUNNING": {
        GeneratorType: operator.attrgetter("gi_frame"), CoroutineType: operator.attrgetter("cr_frame"),
        AsyncGeneratorType: operator.attrgetter("ag_frame"),
    },
}
MARK = "\0constant "


class _Constants(ast.NodeTransformer):
    """Names become constants, which are exchanged for what is meant once the code is there."""

    def __init__(self, names: set[str]):
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Constant(MARK + node.id), node) if node.id in self.names else node


def _compiled() -> CodeType:
    tree = ast.parse(inspect.getsource(refuse))
    tree = _Constants({*KNOWN, "CONCEALED", "READERS", "FOLDERS"}).visit(tree)
    with_marks = compile(tree, "<judge>", "exec", dont_inherit=True)
    return next(constant for constant in with_marks.co_consts if isinstance(constant, CodeType))


def _hook(code: CodeType, concealed: set[int], folders: tuple[str, ...]) -> FunctionType:
    own: dict[str, Any] = {}
    values = {**KNOWN, "CONCEALED": frozenset({*concealed, id(own)}), "READERS": set(), "FOLDERS": folders}
    constants = tuple(
        values[value.removeprefix(MARK)] if isinstance(value, str) and value.startswith(MARK) else value
        for value in code.co_consts
    )
    return FunctionType(code.replace(co_consts=constants), own)


class Concealed(MemoryImporter):
    """Modules that run, and whose code nobody has: functions of it, each with the dictionary of a module to be."""

    def __init__(self, modules: list[Module]):
        super().__init__((name, path, is_package, None) for name, path, is_package, _ in modules)
        self.stock: dict[str, list[ModuleType]] = {}
        self.runners: dict[int, FunctionType] = {}
        for name, _, _, code in modules:
            if name in self.stock:
                continue
            self.stock[name] = [ModuleType(name) for _ in range(STOCK)]
            for module in self.stock[name]:
                module.__dict__["__builtins__"] = builtins.__dict__
                self.runners[id(module.__dict__)] = FunctionType(code, module.__dict__)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        if not self.stock[spec.name]:
            raise ImportError(f"{spec.name} was imported {STOCK} times")
        return self.stock[spec.name].pop()

    def exec_module(self, module: ModuleType) -> None:
        self.runners[id(module.__dict__)]()


PREPARED: list[CodeType] = []


def make_ready() -> None:
    """What the zygote does once: tools that look at code, and a process without ctypes."""
    PREPARED[:] = [_compiled()]
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in LOOKING and isinstance(module, ModuleType):
            _look_away(module)
    for module in (inspect, sys.modules.get("traceback")):
        if hasattr(module, "_get_code_position"):
            module._get_code_position = _position
    scrutineer = sys.modules.get("hypothesis.internal.scrutineer")
    if hasattr(scrutineer, "Tracer"):
        scrutineer.Tracer.can_trace = staticmethod(lambda: False)
    forget_ctypes()


def conceal(modules: list[Module], submission: str) -> Concealed:
    """For the rest of this process: these modules can be imported and their code can't be had."""
    importer = Concealed(modules)
    here = (submission, os.getcwd())
    folders = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")} | set(sys.path)
    trusted = tuple(folder.rstrip("/") + "/" for folder in folders if os.path.isabs(folder) and folder not in here)
    sys.addaudithook(_hook(PREPARED.pop(), set(importer.runners), trusted))
    return importer


def _position(code: CodeType, index: int) -> tuple[int | None, ...]:
    """Where an instruction stands in its source; a code object with nothing but a face doesn't know."""
    for number, position in enumerate(code.co_positions() if index >= 0 else ()):
        if number == index // 2:
            return position
    return (None, None, None, None)


class _Asking(ast.NodeTransformer):
    """`x.f_code` becomes `pyjury_code_of(x, "f_code")`."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr not in NAMES or not isinstance(node.ctx, ast.Load):
            return node
        name = ast.Name("pyjury_code_of", ast.Load())
        return ast.fix_missing_locations(ast.copy_location(ast.Call(name, [node.value, ast.Constant(node.attr)], []), node))


def _look_away(module: ModuleType) -> None:
    """Gives the functions of a module that look at code other code, which asks `code_of`."""
    found = [function for function in _functions(module) if _mentioned(function.__code__) & NAMES]
    if not found:
        return
    try:
        with open(module.__file__ or "", "rb") as file:
            tree = _Asking().visit(ast.parse(file.read()))
    except (OSError, SyntaxError):
        return
    codes = {(code.co_qualname, code.co_firstlineno): code for code in _inside(compile(tree, module.__file__, "exec", dont_inherit=True))}
    for function in found:
        code = codes.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
        if code is not None and code.co_freevars == function.__code__.co_freevars:
            function.__code__ = code
    module.__dict__["pyjury_code_of"] = code_of


def _functions(module: ModuleType) -> list[FunctionType]:
    found: dict[int, FunctionType] = {}
    pending = [*vars(module).values()]
    seen: set[int] = set()
    while pending:
        thing = pending.pop()
        if isinstance(thing, (classmethod, staticmethod)):
            thing = thing.__func__
        if isinstance(thing, property):
            pending += [part for part in (thing.fget, thing.fset, thing.fdel) if part is not None]
        elif isinstance(thing, type) and thing.__module__ == module.__name__ and id(thing) not in seen:
            seen.add(id(thing))
            pending += vars(thing).values()
        elif isinstance(thing, FunctionType) and id(thing) not in found:
            if thing.__code__.co_filename == module.__file__:
                found[id(thing)] = thing
            if hasattr(thing, "__wrapped__"):
                pending.append(thing.__wrapped__)
    return list(found.values())


def _mentioned(code: CodeType) -> set[str]:
    return set(code.co_names).union(*(_mentioned(inner) for inner in code.co_consts if isinstance(inner, CodeType)))


def _inside(code: CodeType) -> list[CodeType]:
    return [code, *(deep for inner in code.co_consts if isinstance(inner, CodeType) for deep in _inside(inner))]


TP_NAME, TP_NEW = 24, 312  # bytes into a type of CPython 3.11 to 3.14


def forget_ctypes() -> None:
    """A process that knows ctypes can read its own memory. No class of ctypes can be made or used after this.

    Unless a package of the runtime, not one of the standard library, has loaded it for itself: what such a package can do,
    a suite can.
    """
    from . import process

    ctypes, native = sys.modules.get("ctypes"), sys.modules.get("_ctypes")
    process.PRCTL = None
    if ctypes is None or native is None or any(
        thing is ctypes for name, module in list(sys.modules.items())
        if isinstance(module, ModuleType) and name.partition(".")[0] not in sys.stdlib_module_names
        for thing in list(vars(module).values())
    ):
        return
    kinds = {type(base) for base in (native._SimpleCData, native.Structure, native.Union, native._Pointer, native.Array, native.CFuncPtr)}
    for kind in kinds:
        said = ctypes.c_char_p.from_address(id(kind) + TP_NAME).value or b""
        if said.rpartition(b".")[2] == kind.__name__.encode():
            ctypes.c_void_p.from_address(id(kind) + TP_NEW).value = None
    for name in [name for name in sys.modules if name in ("ctypes", "_ctypes") or name.startswith("ctypes.")]:
        vars(sys.modules.pop(name)).clear()
    gc.collect()
