"""max_lines, max_nesting, max_complexity, max_line_length: how much there may be of it."""
import ast
import io
import tokenize

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
    for node in functions:
        lines = {line for line in range(node.lineno, node.end_lineno + 1)} & filled[node.source.path]
        if ast.get_docstring(node, clean=False) is not None:
            docstring = node.body[0]
            lines -= set(range(docstring.lineno + (docstring.lineno == node.lineno), docstring.end_lineno + 1))
        starts: dict[int, int] = {}
        for one in ast.walk(node):
            if isinstance(one, ast.stmt) and one is not node:
                starts[one.lineno] = starts.get(one.lineno, 0) + 1
        count = len(lines) + sum(more - 1 for more in starts.values())
        if count > rule.value:
            out.append(at(node, f"{node.name} has {count} lines of code, {rule.value} are allowed"))
    return out


def max_nesting(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """Compound statements within each other; an elif is no deeper than its if."""
    functions, out = selected(rule, program, sources)
    for node in functions:
        depth, place = deepest(node)
        if depth > rule.value:
            out.append(at(place, f"{node.name}: blocks are nested {depth} deep, {rule.value} are allowed"))
    return out


def max_complexity(rule: Rule, program: Program, sources: list[Source], _: Tool, roots: list[str]) -> list[Finding]:
    """One more than the decisions of a function, after McCabe; those within expressions count too."""
    functions, out = selected(rule, program, sources)
    for node in functions:
        count = complexity(node)
        if count > rule.value:
            out.append(at(node, f"{node.name} has a complexity of {count}, {rule.value} is allowed"))
    return out


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
    """The depth of blocks in a function, and where it is reached."""
    best, place = 0, function
    waiting = [(child, 0) for child in function.body]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            continue
        if isinstance(node, COMPOUND):
            is_elif = isinstance(node, ast.If) and isinstance(node.parent, ast.If) and node.parent.orelse == [node]
            depth += not is_elif
            if depth > best:
                best, place = depth, node
        waiting += [(child, depth) for child in ast.iter_child_nodes(node) if isinstance(child, (ast.stmt, ast.ExceptHandler, ast.match_case))]
    return best, place


def complexity(function: ast.AST) -> int:
    """Functions within it count as their own, not here; lambdas and comprehensions do."""
    count, waiting = 1, list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, FUNCTIONS):
            continue
        count += isinstance(node, BRANCHES)
        if isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += len(node.ifs)
        elif isinstance(node, ast.match_case):
            irrefutable = isinstance(node.pattern, ast.MatchAs) and node.pattern.pattern is None and node.guard is None
            count += not irrefutable
        waiting += ast.iter_child_nodes(node)
    return count
