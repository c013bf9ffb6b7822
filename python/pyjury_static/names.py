"""Names: what an expression denotes, whatever it is called where it stands.

`sys` imported as `s`, `from builtins import eval as e`, `getattr(builtins, "ev" + "al")`, `__builtins__["eval"]` and
`importlib.import_module("os").system` are all seen through, as long as their strings are constants.
"""
import ast
import builtins
import importlib
import sys
import types
from functools import lru_cache

from . import constants
from .scopes import FUNCTIONS, Scope, absolute

BUILTINS = frozenset(dir(builtins)) | {"PythonFinalizationError", "_IncompleteInputError"}
IMPORTERS = {"__import__", "importlib.import_module", "importlib.__import__"}
NOTHING: frozenset[str] = frozenset()
REFERENCES = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.IfExp, ast.BoolOp)
# Aliases of aliases, and the length of a dotted name: nobody's code needs more.
DEPTH = 60
LENGTH = 300
# Importing these does something, or needs a display.
NEVER_IMPORTED = {"antigravity", "this", "idlelib", "turtle", "turtledemo", "tkinter", "test", "lib2to3", "__main__"}


class Names:
    """Questions about names of one program."""

    def __init__(self, modules: dict[str, Scope]):
        self.modules = modules
        self.variables: dict[tuple[Scope, str], frozenset[str]] = {}
        self.depth = 0

    def of(self, node: ast.AST) -> frozenset[str]:
        """The dotted names that an expression can denote: `eval`, `os.path.join`; empty if unknown."""
        if hasattr(node, "denotes"):
            return node.denotes
        if self.depth > DEPTH:
            return NOTHING
        # While it is being found, it denotes nothing: `a = a`.
        node.denotes = NOTHING
        self.depth += 1
        node.denotes = frozenset(self.find(node))
        self.depth -= 1
        return node.denotes

    def find(self, node: ast.AST) -> set[str] | frozenset[str]:
        match node:
            case ast.Name(id=name):
                return self.name(node.scope, name)
            case ast.Attribute(value=base, attr=name):
                return {plain(f"{one}.{name}") for one in self.below(base) if len(one) < LENGTH}
            case ast.NamedExpr(value=inner):
                return self.of(inner)
            case ast.IfExp(body=one, orelse=other):
                return self.of(one) | self.of(other)
            case ast.BoolOp(values=values):
                return NOTHING.union(*(self.of(one) for one in values))
            case ast.Subscript(value=base, slice=index):
                return self.item(base, constants.text(index))
            case ast.Call(func=function, args=arguments):
                return self.called(function, arguments)
        return NOTHING

    def below(self, base: ast.AST) -> set[str]:
        """What an attribute is looked for in; of `__dict__`, the object itself."""
        return {one.removesuffix(".__dict__") for one in self.of(base)}

    def name(self, scope: Scope, name: str) -> set[str] | frozenset[str]:
        owner = scope.lookup(name)
        if owner is None:
            found = {f"{base}.{name}" for base in scope.module.stars}
            return {plain(one) for one in found | ({name} if name in BUILTINS or name == "__builtins__" else set())}
        if (owner, name) not in self.variables:
            self.variables[owner, name] = NOTHING
            found = set()
            for binding in owner.bindings[name]:
                if binding.imported is not None:
                    found.add(plain(binding.imported))
                elif isinstance(binding.value, REFERENCES) and isinstance(binding.node, ast.Name):
                    found |= self.of(binding.value)
            self.variables[owner, name] = frozenset(found)
        return self.variables[owner, name]

    def item(self, base: ast.AST, key: str | None) -> set[str]:
        if key is None:
            return set()
        found = set()
        for one in self.of(base):
            if one == "sys.modules":
                found.add(key)
            elif one in ("__builtins__", "builtins") or one.endswith(".__dict__"):
                found.add(plain(f"{one.removesuffix('.__dict__')}.{key}"))
        return found

    def called(self, function: ast.AST, arguments: list[ast.AST]) -> set[str]:
        found = set()
        for one in self.of(function):
            if one in IMPORTERS and arguments:
                name = constants.text(arguments[0])
                # __import__("a.b") is a.
                found |= {name if "import_module" in one else name.partition(".")[0]} if name else set()
            elif one == "getattr" and len(arguments) >= 2:
                name = constants.text(arguments[1])
                found |= {plain(f"{base}.{name}") for base in self.of(arguments[0])} if name else set()
            elif one == "vars" and arguments:
                found |= {f"{base}.__dict__" for base in self.of(arguments[0])}
            elif one in ("sys.modules.get", "sys.modules.__getitem__") and arguments and constants.text(arguments[0]):
                found.add(constants.text(arguments[0]))
        return found

    def imports(self, node: ast.AST) -> set[str]:
        """The modules that a node imports, or reaches through another module: `shutil.os` is os."""
        match node:
            case ast.Import(names=names):
                return {alias.name for alias in names}
            case ast.ImportFrom(names=names):
                base = absolute(node, node.source)
                found = {base} if any(alias.name == "*" for alias in names) else set()
                for alias in names:
                    full = f"{base}.{alias.name}" if base else alias.name
                    found.add(full if self.is_module(full) else base or full)
                return {self.real(one) for one in found} | found
            case ast.Call() | ast.Attribute() | ast.Subscript():
                if isinstance(node, ast.Attribute) and isinstance(getattr(node, "ctx", None), ast.Store):
                    return set()
                found = {one for one in self.of(node) if self.is_module(one)}
                if isinstance(node, ast.Attribute):
                    # What `import a.b` gave anyway is told where it is imported.
                    above = {one.partition(".")[0] for one in self.of(node.value)}
                    return {one for one in found if one.partition(".")[0] not in above}
                return found
            case ast.Name(id=name) if node.scope.lookup(name) is None:
                return {one for one in self.of(node) if standard_module(one)}
        return set()

    def is_module(self, name: str) -> bool:
        return name in self.modules or standard_module(name) is not None or ("." not in name and name not in BUILTINS)

    def real(self, name: str) -> str:
        """What a module calls itself; os.path stays os.path."""
        if name in self.modules or name == "os.path":
            return name
        return standard_module(name) or name


def plain(name: str) -> str:
    """Names as they are best known: builtins without their module, and `os` for `shutil.os`."""
    for prefix in ("builtins.", "__builtins__."):
        name = name.removeprefix(prefix)
    parts = name.removesuffix(".__call__").split(".")
    for count in range(2, len(parts) + 1 if len(parts) < 6 else 2):
        through = ".".join(parts[:count])
        real = standard_module(through)
        if real and real.partition(".")[0] != parts[0] and through != "os.path":
            return plain(".".join([real, *parts[count:]]))
    return ".".join(parts)


def standard_module(name: str) -> str | None:
    """The own name of a module of the standard library, None if it is none."""
    if "." not in name:
        return name if name in sys.stdlib_module_names else None
    found = standard(name)
    return found.__name__ if isinstance(found, types.ModuleType) else None


def same(one: str, other: str) -> bool:
    """Whether two names of the standard library are one thing: `statistics.sqrt` is `math.sqrt`."""
    if "." not in one and "." not in other:
        return one == other
    things = [standard(name) for name in (one, other)]
    return one == other or (things[0] is things[1] and callable(things[0]))


@lru_cache(maxsize=4096)
def standard(name: str) -> object:
    """What a name of the standard library is, None if it is nothing. Nothing of a submission is imported."""
    top, *rest = name.split(".")
    if top in BUILTINS:
        top, rest = "builtins", [top, *rest]
    if top not in sys.stdlib_module_names or top in NEVER_IMPORTED or len(rest) > 4:
        return None
    try:
        module: object = importlib.import_module(top)
        for number, part in enumerate(rest, 2):
            inner = getattr(module, part, None)
            if inner is None and isinstance(module, types.ModuleType) and hasattr(module, "__path__") and not part.startswith("_"):
                inner = importlib.import_module(".".join([top, *rest][:number]))
            module = inner
    except Exception:  # A module that isn't built in this interpreter.
        return None
    return module


def is_method(scope: Scope) -> bool:
    """Whether a function is defined in a class body."""
    return isinstance(scope.node, FUNCTIONS) and scope.parent is not None and scope.parent.is_class
