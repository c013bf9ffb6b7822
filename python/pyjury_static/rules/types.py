"""Types in stubs: what a name, a base class, a type parameter or an annotation of a stub agrees with."""
import ast
import importlib
from functools import lru_cache

from ..finding import Finding, at
from ..program import Program
from ..standard import BUILTINS, standard_module

ANY = "_"
# A stub that says `@dataclass`, `Protocol` or `Enum` means those of these modules.
FAMILIAR = ("abc", "collections", "collections.abc", "contextlib", "dataclasses", "enum", "functools", "typing", "unittest")
TYPE_VARIABLES = {"typing.TypeVar", "typing.ParamSpec", "typing.TypeVarTuple"}


@lru_cache(maxsize=1024)
def familiar(name: str) -> frozenset[str]:
    """What a name means to everybody who doesn't define it: `dataclasses.dataclass`, `property`; empty for others."""
    if name in BUILTINS:
        return frozenset({name})
    module = name.rpartition(".")[0]
    if module:
        return frozenset({name} if standard_module(module) else ())
    return frozenset(f"{one}.{name}" for one in FAMILIAR if name in getattr(importlib.import_module(one), "__all__", ()))


def same_name(wanted: ast.AST, given: ast.AST, program: Program) -> bool:
    """The same name, through imports: `dataclass` is `dataclasses.dataclass`, and no function of the submission's that is called so."""
    if not isinstance(wanted, (ast.Name, ast.Attribute)):
        return ast.dump(wanted) == ast.dump(given)
    text = ast.unparse(wanted)
    given = given.value if isinstance(given, ast.Subscript) else given
    denoted = program.names.of(given) if hasattr(given, "scope") else frozenset()
    meant = familiar(text)
    if meant and text not in program.wanted:
        return any(one in meant and one.partition(".")[0] not in program.modules for one in denoted)
    return any(one == text or one.endswith(f".{text}") for one in {ast.unparse(given), *denoted})


def has_base(wanted: ast.AST, node: ast.ClassDef, program: Program) -> bool:
    """Whether a class has a base. `Generic[T]` is that, or `class C[T]`; `Generic[...]` has any arguments, `Generic` any or none."""
    head = wanted.value if isinstance(wanted, ast.Subscript) else wanted
    if any(same_name(head, one, program) and same_arguments(wanted, one) for one in node.bases):
        return True
    if not type_params(node) or ast.unparse(head) not in ("Generic", "typing.Generic"):
        return False
    names = [one.name for one in type_params(node)]
    return not isinstance(wanted, ast.Subscript) or is_dots(wanted.slice) or [ast.unparse(one) for one in arguments(wanted)] == names


def same_arguments(wanted: ast.AST, given: ast.AST) -> bool:
    """Whether `Base[...]` has the arguments that the stub has, if it has any."""
    if not isinstance(wanted, ast.Subscript):
        return True
    if not isinstance(given, ast.Subscript):
        return False
    ours, theirs = arguments(wanted), arguments(given)
    return is_dots(wanted.slice) or (len(ours) == len(theirs) and all(map(same_expression, ours, theirs)))


def arguments(node: ast.Subscript) -> list[ast.AST]:
    return node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]


def parameters_of_types(wanted: ast.AST, node: ast.AST, full: str, program: Program) -> list[Finding]:
    """`class C[T]` and `def f[T]` of a stub: written so, or with type variables. `_` is any name."""
    ours = type_params(wanted)
    if not ours:
        return []
    theirs = [(one.name, getattr(one, "bound", None)) for one in type_params(node)] or variables(ours, node, program)
    same = len(ours) == len(theirs) and all(
        one.name in (ANY, name) and (getattr(one, "bound", None) is None or same_expression(one.bound, bound))
        for one, (name, bound) in zip(ours, theirs)
    )
    return [] if same else [at(node, f"{full} must be generic: [{', '.join(map(ast.unparse, ours))}]")]


def variables(ours: list[ast.AST], node: ast.AST, program: Program) -> list[tuple[str, ast.AST | None]]:
    """The type variables of a definition that has no `[T]`: those of `Generic[T]` or `Protocol[T]`, and for a function, of its annotations."""
    if isinstance(node, ast.ClassDef):
        bases = [one for one in node.bases if isinstance(one, ast.Subscript) and program.names.of(one.value) & {"typing.Generic", "typing.Protocol"}]
        names = [ast.unparse(argument) for one in bases for argument in arguments(one)]
    else:
        used = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and hasattr(one, "hint")}
        names = [one.name for one in ours if one.name in used]
    found = []
    for name in names:
        owner = node.scope.lookup(name.lstrip("*"))
        for binding in owner.bindings[name.lstrip("*")] if owner is not None else ():
            if isinstance(binding.value, ast.Call) and program.names.of(binding.value.func) & TYPE_VARIABLES:
                found.append((name.lstrip("*"), next((one.value for one in binding.value.keywords if one.arg == "bound"), None)))
    return found


def type_params(node: ast.AST) -> list[ast.AST]:
    """`[T]` of a definition; CPython 3.11 knows none."""
    return getattr(node, "type_params", [])


def same_expression(wanted: ast.AST, given: ast.AST | None) -> bool:
    """The same annotation, quoted or not; `...` is any."""
    if given is None:
        return False
    return is_dots(wanted) or unquoted(wanted) == unquoted(given)


def unquoted(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return "".join(node.value.split())
    return "".join(ast.unparse(node).split())


def is_dots(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...
