"""Names: what an expression denotes, whatever it is called where it stands.

`sys` imported as `s`, `from builtins import eval as e`, `getattr(builtins, "ev" + "al")`, `__builtins__["eval"]` and
`importlib.import_module("os").system` are all seen through, as long as their strings are constants.
"""
import ast

from . import constants
from .scopes import FUNCTIONS, Scope, absolute
from .standard import BUILTINS, standard_module

IMPORTERS = {"__import__", "importlib.import_module", "importlib.__import__"}
# Objects of the standard library have modules as attributes (`Path().parser.os`). Through these, all is in reach.
KEYS = {name: name.removeprefix("_") for name in ("os", "_os", "sys", "_sys", "builtins", "_builtins", "importlib", "subprocess")}
NOTHING: frozenset[str] = frozenset()
REFERENCES = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.IfExp, ast.BoolOp, ast.NamedExpr)
# Aliases of aliases, and the length of a dotted name: nobody's code needs more.
DEPTH = 60
LENGTH = 300


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
                above = self.below(base)
                if not above and name in KEYS and getattr(base, "id", "") not in ("self", "cls"):
                    return {KEYS[name]}
                return self.through({plain(f"{one}.{name}") for one in above if len(one) < LENGTH})
            case ast.NamedExpr(value=inner):
                return self.of(inner)
            case ast.IfExp(body=one, orelse=other):
                return self.of(one) | self.of(other)
            case ast.BoolOp(values=values):
                return NOTHING.union(*(self.of(one) for one in values))
            case ast.Subscript(value=base, slice=index):
                return self.item(base, self.text(index))
            case ast.Call():
                return self.called(node)
        return NOTHING

    def text(self, node: ast.AST | None) -> str | None:
        """A constant, or the name of the module or package in which `__name__` or `__package__` stands."""
        if isinstance(node, ast.Name) and node.id in ("__name__", "__package__") and node.scope.lookup(node.id) is None:
            return node.source.module if node.id == "__name__" else node.source.package
        return constants.text(node)

    def below(self, base: ast.AST) -> set[str]:
        """What an attribute is looked for in; of `__dict__`, the object itself."""
        return {one.removesuffix(".__dict__") for one in self.of(base)}

    def name(self, scope: Scope, name: str) -> set[str] | frozenset[str]:
        owner = scope.lookup(name)
        if owner is None:
            return self.starred(scope.module, name) | ({plain(name)} if name in BUILTINS or name == "__builtins__" else set())
        if (owner, name) not in self.variables:
            self.variables[owner, name] = NOTHING
            found = set()
            for binding in owner.bindings[name]:
                if binding.imported is not None:
                    found |= self.through({plain(binding.imported)})
                elif isinstance(binding.value, REFERENCES) and isinstance(binding.node, ast.Name):
                    found |= self.of(binding.value)
            self.variables[owner, name] = frozenset(found)
        return self.variables[owner, name]

    def starred(self, module: Scope, name: str) -> set[str]:
        """What a name that a module binds nowhere is by `from X import *`."""
        return self.through({plain(f"{base}.{name}") for base in module.stars})

    def through(self, names: set[str]) -> set[str]:
        """Names, and what modules of the submission import or call by them: `tools.root` is `math.sqrt` if it says so there."""
        found = set(names)
        for name in names:
            parts = name.split(".")
            count = next((one for one in range(len(parts) - 1, 0, -1) if ".".join(parts[:one]) in self.modules), 0)
            if count and self.depth < DEPTH:
                self.depth += 1
                module = self.modules[".".join(parts[:count])]
                inner = self.name(module, parts[count]) if parts[count] in module.bindings else self.starred(module, parts[count])
                found |= {plain(".".join([one, *parts[count + 1 :]])) for one in inner if len(one) < LENGTH}
                self.depth -= 1
        return found

    def called_so(self, node: ast.Name) -> set[str]:
        """What else a name is called where it comes from: `h` after `h = helper`, or `from a import helper as h`."""
        found: set[str] = set()
        waiting, seen = [(node.scope, node.id)], set()
        while waiting:
            scope, name = waiting.pop()
            owner = scope.lookup(name)
            if owner is None or (owner, name) in seen:
                continue
            seen.add((owner, name))
            for binding in owner.bindings[name]:
                if binding.imported is not None:
                    module, _, last = binding.imported.rpartition(".")
                    found.add(last)
                    waiting += [(self.modules[module], last)] if module in self.modules else []
                elif isinstance(binding.value, ast.Name) and isinstance(binding.node, ast.Name):
                    found.add(binding.value.id)
                    waiting.append((binding.value.scope, binding.value.id))
                elif isinstance(binding.value, ast.Attribute) and isinstance(binding.node, ast.Name):
                    found |= {one.rpartition(".")[2] for one in self.of(binding.value)}
        return found

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

    def called(self, call: ast.Call) -> set[str]:
        found, arguments = set(), call.args
        for one in self.of(call.func):
            if one in IMPORTERS:
                name = self.target(call)
                # __import__("a.b") is a, unless something of a.b is asked for.
                found |= {name, name if "import_module" in one else name.partition(".")[0]} if name else set()
            elif one == "getattr" and len(arguments) >= 2:
                name = self.text(arguments[1])
                found |= self.through({plain(f"{base}.{name}") for base in self.below(arguments[0])}) if name else set()
            elif one == "vars" and arguments:
                found |= {f"{base}.__dict__" for base in self.of(arguments[0])}
            elif one in ("sys.modules.get", "sys.modules.__getitem__") and arguments and self.text(arguments[0]):
                found.add(self.text(arguments[0]))
        return found

    def target(self, call: ast.Call) -> str | None:
        """The module that a call of an importer names, None if no constant says which."""
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        name = self.text(call.args[0] if call.args else named.get("name"))
        if name is None or not name.startswith("."):
            return None if name == "" or "level" in named or len(call.args) > 4 else name
        package = self.text(call.args[1] if len(call.args) > 1 else named.get("package"))
        if not package:
            return None
        parts = package.split(".")
        inner = name.lstrip(".")
        return ".".join([*parts[: len(parts) - (len(name) - len(inner)) + 1], *filter(None, [inner])])

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
                    found |= {one for one in self.through({full}) if one != full and self.is_module(one)}
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
                return {one for one in self.of(node) if standard_module(one) or one in self.modules}
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
        name = name.removeprefix(prefix) if name != f"{prefix}__dict__" else name
    parts = name.removesuffix(".__call__").split(".")
    if parts[0] == "typing_extensions":
        parts[0] = "typing"
    for count in range(2, len(parts) + 1 if len(parts) < 6 else 2):
        through = ".".join(parts[:count])
        real = standard_module(through)
        if real and real.partition(".")[0] != parts[0] and through != "os.path":
            return plain(".".join([real, *parts[count:]]))
    return ".".join(parts)


def is_method(scope: Scope) -> bool:
    """Whether a function is defined in a class body."""
    return isinstance(scope.node, FUNCTIONS) and scope.parent is not None and scope.parent.is_class
