"""Says whether a syntax error is syntax of a newer CPython.

A feature is named only on evidence: written in the older way, the place of the error compiles. So an
ordinary mistake in a line that also looks modern gets no hint.
"""

import io
import re
import sys
import tokenize

NAME = r"[^\W\d]\w*"
DEFINITION = rf"^[ \t]*(?:async[ \t]+)?(?:def|class|type)[ \t]+{NAME}[ \t]*"
STRING_PREFIX = re.compile(r"(?<![\w\"'])([fF][rR]?|[rR][fF])(\"\"\"|'''|\"|')")


def replaced(pattern, with_):
    regex = re.compile(pattern, re.MULTILINE)
    return lambda source: regex.sub(with_, source)


def without_type_parameters(source):
    """``def f[T](x):`` as ``def f(x):``; brackets nest."""
    out, at = [], 0
    for match in re.finditer(DEFINITION + r"(?=\[)", source, re.MULTILINE):
        depth, end = 0, match.end()
        while end < len(source):
            depth += {"[": 1, "]": -1}.get(source[end], 0)
            end += 1
            if depth == 0:
                break
        out.append(source[at : match.end()])
        at = end
    return "".join(out) + source[at:]


def without_type_statements(source):
    statement = replaced(rf"^([ \t]*)type[ \t]+({NAME})[ \t]*=", r"\1\2 =")
    return statement(without_type_parameters(source))


def without_parameter_defaults(source):
    """The default of a type parameter, ``class A[T = int]``."""
    if re.search(DEFINITION + r"\[[^\]\n]*[^=!<>]=[^=]", source, re.MULTILINE):
        return without_type_statements(source)
    return source


def without_match(source):
    source = re.sub(r"^([ \t]*)match\b.*:[ \t]*(#.*)?$", r"\1if 1:", source, flags=re.MULTILINE)
    return re.sub(r"^([ \t]*)case\b.*?:(?=[ \t]*(#.*)?$)", r"\1if 1:", source, flags=re.MULTILINE)


def with_parentheses(source):
    """``except A, B:`` of 3.14. ``except A, name:`` is Python 2 and stays what it is: an error."""
    kind = rf"(?:{NAME}\.)*[A-Z]\w*"
    kinds = rf"{kind}(?:[ \t]*,[ \t]*{kind})+"
    return replaced(rf"^([ \t]*except\*?[ \t]+)({kinds})[ \t]*:", r"\1(\2):")(source)


def without_nested_fstrings(source):
    """f-strings of PEP 701 as plain strings, if what they hold is Python."""
    out, at = [], 0
    while match := STRING_PREFIX.search(source, at):
        end = fstring_end(source, match.end(), match.group(2))
        out.append(source[at : match.start()])
        if end is None:
            out.append(source[match.start() : match.end()])
            end = match.end()
        else:
            out.append('""')
        at = end
    return "".join(out) + source[at:]


def fstring_end(source, at, quote):
    """The end of an f-string whose replacement fields may hold its own quote; None if it has none."""
    while at < len(source):
        if source.startswith(quote, at):
            return at + len(quote)
        if source[at] == "\\":
            at += 2
        elif source.startswith("{{", at) or source.startswith("}}", at):
            at += 2
        elif source[at] == "{":
            at = field_end(source, at + 1, quote)
            if at is None:
                return None
        elif source[at] == "\n" and len(quote) == 1:
            return None
        else:
            at += 1
    return None


def field_end(source, start, quote):
    """The end of a replacement field: what is in it, up to ``!r``, ``:spec`` or ``=``, must compile."""
    at, depth, expression_end = start, 0, None
    while at < len(source):
        char = source[at]
        if expression_end is None and (match := STRING_PREFIX.match(source, at)):
            at = fstring_end(source, match.end(), match.group(2))
            if at is None:
                return None
            continue
        if expression_end is None and char in "\"'":
            at = string_end(source, at)
            if at is None:
                return None
            continue
        if expression_end is not None and char == "{":
            at = field_end(source, at + 1, quote)
            if at is None:
                return None
            continue
        if char in "([{":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "}" and depth > 0:
            depth -= 1
        elif depth == 0 and expression_end is None and re.match(r":|!(?!=)", source[at : at + 2]):
            expression_end = at
        elif char == "}":
            expression = source[start : at if expression_end is None else expression_end]
            return at + 1 if is_expression(expression.rstrip().removesuffix("=")) else None
        at += 1
    return None


def string_end(source, at):
    quote = source[at : at + 3] if source[at : at + 3] in ('"""', "'''") else source[at]
    at += len(quote)
    while at < len(source):
        if source.startswith(quote, at):
            return at + len(quote)
        at += 2 if source[at] == "\\" else 1
    return None


def is_expression(text):
    return bool(text.strip()) and error_line("(" + without_nested_fstrings(text) + "\n)") is None


# The version that first has it, what it is called, and how it was written before.
FEATURES = [
    ((3, 10), "the match statement", without_match),
    ((3, 11), "except*", replaced(r"^([ \t]*except)[ \t]*\*", r"\1 ")),
    ((3, 13), "a default for a type parameter", without_parameter_defaults),
    ((3, 12), "the type statement or type parameters", without_type_statements),
    ((3, 12), "quotes, backslashes, comments or line breaks within an f-string's braces", without_nested_fstrings),
    ((3, 14), "except with several types and no parentheses", with_parentheses),
    ((3, 14), "template strings", replaced(r"(?<![\w\"'])(?:[tT][rR]?|[rR][tT])(?=\"|')", "f")),
]


def hint(source, line):
    """A sentence, or None. ``line`` is where the running CPython saw an error."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        text = source.decode(encoding)
    except (SyntaxError, UnicodeDecodeError):
        return None
    for version, feature, rewrite in FEATURES:
        if sys.version_info >= version:
            continue
        older = rewrite(text)
        if older == text:
            continue
        now = error_line(older)
        # The rewriting keeps lines, but for line breaks in f-strings; an error further down is another one.
        if now is None or (line is not None and now > line and older.count("\n") == text.count("\n")):
            running = sys.version_info
            return f"{feature}: valid from CPython {version[0]}.{version[1]}, this is {running[0]}.{running[1]}"
    return None


def error_line(text):
    try:
        compile(text, "<hint>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error.lineno or 0
    except Exception:
        return 0
    return None
