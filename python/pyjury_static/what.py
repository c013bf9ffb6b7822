"""What a rule is about: a construct, an import, an attribute or a name, and where the source has it."""
import ast
import difflib
import fnmatch
import re
from dataclasses import dataclass

from . import constants
from .constructs import CONSTRUCTS
from .names import plain
from .program import Program
from .standard import BUILTINS, same

GETTERS = {"getattr", "setattr", "hasattr", "delattr"}
# Types are shorter.
TEXT = 1000
READERS = {"operator.attrgetter", "operator.methodcaller"}


@dataclass(frozen=True)
class What:
    """One thing to look for: `while`, `import os`, `.sort()`, `math.sqrt`, `eval`, `name helper`."""

    kind: str
    name: str
    written: str

    def uses(self, node: ast.AST, program: Program) -> bool:
        """Whether a node is a use of it. Recursion is no node's matter."""
        match self.kind:
            case "construct":
                return CONSTRUCTS[self.name][1](node)
            case "import":
                return any(within(one, self.name) for one in program.names.imports(node))
            case "attribute":
                return self.is_attribute(node, program)
            case "own":
                return self.is_own(node, program)
        return self.is_name(node, program) or self.is_in_text(node, program)

    def is_imported_elsewhere(self, node: ast.AST, program: Program) -> bool:
        """Whether a node refers to the module, or to something in it: for a part of the source, outside of which the import may
        stand. Of `os.path.join` it is what first reaches the module."""
        if self.kind != "import" or not isinstance(node, (ast.Name, ast.Attribute)) or not isinstance(node.ctx, ast.Load):
            return False
        inner = program.names.of(node.value) if isinstance(node, ast.Attribute) else ()
        reaches = any(within(one, self.name) for one in program.names.of(node))
        return reaches and not any(within(one, self.name) for one in inner)

    def is_own(self, node: ast.AST, program: Program) -> bool:
        """The name itself, or what was imported or assigned from something of that name: `from a import helper as h`."""
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                return name == self.name or self.name in program.names.called_so(node)
            case ast.Attribute(ctx=ast.Load()) | ast.Call():
                return any(one.rpartition(".")[2] == self.name for one in program.names.of(node))
        return False

    def is_in_text(self, node: ast.AST, program: Program) -> bool:
        """`"typing.Any"`: types can be texts wherever a type is wanted."""
        if not self.name.startswith("typing.") or not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return False
        found: set[str] = set()
        for dotted in re.findall(r"[\w.]+", node.value) if len(node.value) < TEXT else ():
            top, _, rest = dotted.partition(".")
            found |= {plain(f"{one}.{rest}" if rest else one) for one in program.names.name(node.scope, top)}
        return any(fnmatch.fnmatchcase(one, self.name) for one in found)

    def is_attribute(self, node: ast.AST, program: Program) -> bool:
        match node:
            case ast.Attribute(attr=name):
                return fnmatch.fnmatchcase(name, self.name)
            case ast.MatchClass(kwd_attrs=names):
                return any(fnmatch.fnmatchcase(name, self.name) for name in names)
            case ast.Subscript(value=ast.Attribute(attr="__dict__") | ast.Call(func=ast.Name(id="vars")), slice=index):
                return fnmatch.fnmatchcase(constants.text(index) or "", self.name)
            case ast.Call(func=function, args=arguments):
                names = program.names.of(function)
                texts = []
                if isinstance(function, ast.Attribute) and function.attr == "__getattribute__":
                    texts = [constants.text(argument) for argument in arguments]
                if names & GETTERS:
                    texts = [constants.text(argument) for argument in arguments[1:2]]
                elif names & READERS:
                    texts = [constants.text(argument) for argument in arguments]
                return any(part and fnmatch.fnmatchcase(part, self.name) for one in texts if one for part in one.split("."))
        return False

    def is_name(self, node: ast.AST, program: Program) -> bool:
        match node:
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()) | ast.Subscript(ctx=ast.Load()) | ast.Call():
                found = program.names.of(node)
                if any(fnmatch.fnmatchcase(one, self.name) or same(one, self.name) for one in found):
                    return True
                return self.is_method(node, found, program)
            case ast.ImportFrom(names=aliases):
                return any(same(plain(f"{node.module}.{alias.name}"), self.name) for alias in aliases)
        return False

    def is_method(self, node: ast.AST, found: frozenset[str], program: Program) -> bool:
        """`list.sort` on whatever may be a list, and `math.sqrt` on what hides the module: `[math][0].sqrt`."""
        base, _, name = self.name.rpartition(".")
        if not base or found:
            return False
        if base in BUILTINS:
            return What("attribute", name, self.written).is_attribute(node, program)
        hidden = isinstance(node, ast.Attribute) and isinstance(node.value, (ast.Call, ast.Subscript, ast.IfExp, ast.BoolOp))
        return hidden and node.attr == name


def within(name: str, pattern: str) -> bool:
    """Whether a module is the named one, or inside it."""
    parts = name.split(".")
    return any(fnmatch.fnmatchcase(".".join(parts[:count]), pattern) for count in range(1, len(parts) + 1))


def parse(written: str) -> What:
    """A `What` from its word; ValueError, with the nearest valid word, if it means nothing."""
    word = " ".join(written.split())
    if word in CONSTRUCTS:
        return What("construct", word, written)
    first, _, rest = word.partition(" ")
    rest = rest.removesuffix("()")
    if first == "import" and re.fullmatch(r"[\w*?]+(\.[\w*?]+)*", rest):
        return What("import", rest, written)
    if first == "name" and rest.isidentifier():
        return What("own", rest, written)
    name = word.removesuffix("()")
    if re.fullmatch(r"\.[\w*?]+", name):
        return What("attribute", name[1:], written)
    if name in BUILTINS or re.fullmatch(r"\w+(\.[\w*?]+)+", name):
        return What("name", name, written)
    near = difflib.get_close_matches(word, [*CONSTRUCTS, *BUILTINS], 1)
    hint = f"did you mean {near[0]!r}?" if near else "a construct, `import NAME`, `.attribute`, `module.name`, a builtin or `name NAME` is taken"
    raise ValueError(f"{written!r} is nothing to look for: {hint}")
