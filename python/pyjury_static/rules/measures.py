"""max_lines, max_nesting, max_complexity, max_line_length: how much there may be of it."""
import ast
import io
import tokenize

from ..constructs import is_elif
from ..finding import Finding, at
from ..program import Program
from ..rule import Rule
from ..scopes import FUNCTIONS
from ..source import Source
from ..tool import Tool
from .hints import selected

COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
BRANCHES = (ast.If, ast.IfExp, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension)
SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def max_lines(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """Lines of a function that hold code: no blank lines, comments or docstring. Several statements on a line count each."""
    functions, out = selected(rule, program, sources)
    filled = {source.path: code_lines(source) for source in sources}
    for name, node in functions:
        lines = {line for line in range(node.lineno, node.end_lineno + 1)} & filled[node.source.path]
        starts = [one.lineno for one in ast.walk(node) if isinstance(one, ast.stmt) and one is not node]
        if not isinstance(node, ast.Lambda) and ast.get_docstring(node, clean=False) is not None:
            docstring = node.body[0]
            starts.remove(docstring.lineno)
            lines -= set(range(docstring.lineno + (docstring.lineno == node.lineno), docstring.end_lineno + 1)) - set(starts)
        count = len(lines) + len(starts) - len(set(starts))
        if count > rule.value:
            out.append(at(node, f"{name} has {count} lines of code, {rule.value} are allowed"))
    return out


def max_nesting(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """Compound statements within each other; an elif is no deeper than its if."""
    functions, out = measured(rule, program, sources)
    for name, node in functions:
        depth, place = deepest(node)
        if depth > rule.value:
            out.append(at(place, f"{name}: blocks are nested {depth} deep, {rule.value} are allowed"))
    return out


def max_complexity(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """One more than the decisions of a function, after McCabe; those within expressions count too."""
    functions, out = measured(rule, program, sources)
    for name, node in functions:
        count = complexity(node)
        if count > rule.value:
            out.append(at(node, f"{name} has a complexity of {count}, {rule.value} is allowed"))
    return out


def measured(rule: Rule, program: Program, sources: list[Source]) -> tuple[list[tuple[str, ast.AST]], list[Finding]]:
    """The functions that a rule looks at, and without `in` what stands in no function: a program can do without any."""
    functions, out = selected(rule, program, sources)
    return functions + [("the module", source.tree) for source in sources if not rule.strings("in")], out


def max_line_length(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """Characters of each line, without its end."""
    return [
        Finding(source.path, number, rule.value + 1, f"the line has {len(line)} characters, {rule.value} are allowed")
        for source in sources
        for number, line in enumerate(source.lines, 1)
        if len(line) > rule.value
    ]


def code_lines(source: Source) -> set[int]:
    """The lines on which a token of code lies."""
    out: set[int] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO("\n".join(source.lines)).readline):
            if token.type not in SKIPPED:
                out.update(range(token.start[0], token.end[0] + 1))
    except (tokenize.TokenError, SyntaxError):
        return set(range(1, len(source.lines) + 1))
    return out


def deepest(function: ast.AST) -> tuple[int, ast.AST]:
    """The depth of blocks in a function, and where it is reached. The body of a class within runs there, too."""
    best, place = 0, function
    waiting = [(child, 0) for child in ast.iter_child_nodes(function) if isinstance(child, ast.stmt)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, FUNCTIONS):
            continue
        if isinstance(node, COMPOUND):
            depth += not is_elif(node) and not is_main(node)
            if depth > best:
                best, place = depth, node
        waiting += [(child, depth) for child in ast.iter_child_nodes(node) if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case))]
    return best, place


def complexity(function: ast.AST) -> int:
    """Functions within it count as their own, not here; lambdas and comprehensions do, and so does what stands in its head."""
    count, waiting = 1, list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        # Of a module, lambdas with a name count as their own too.
        if isinstance(node, FUNCTIONS) or (isinstance(function, ast.Module) and is_named(node)):
            continue
        count += isinstance(node, BRANCHES) and not is_main(node)
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += len(node.ifs)
        elif isinstance(node, ast.match_case):
            irrefutable = isinstance(node.pattern, ast.MatchAs) and node.pattern.pattern is None and node.guard is None
            count += not irrefutable
        waiting += ast.iter_child_nodes(node)
    return count


def is_named(node: ast.AST) -> bool:
    """A lambda as the value of an assignment."""
    return isinstance(node, ast.Lambda) and isinstance(node.parent, (ast.Assign, ast.AnnAssign, ast.NamedExpr))


def is_main(node: ast.AST) -> bool:
    """`if __name__ == "__main__":`"""
    match node:
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"))):
            return True
    return False
