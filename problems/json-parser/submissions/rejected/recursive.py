# Descends recursively: the deep documents end in a RecursionError.
import re

TOKEN = re.compile(
    r"""[ \t\n\r]*(?:(?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
    |(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(?P<word>true|false|null)|(?P<mark>[][{}:,]))""",
    re.VERBOSE,
)
ESCAPE = re.compile(r'\\(?:u([dD][89abAB]..)\\u([dD][c-fC-F]..)|u(....)|(.))')
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


class JSONError(ValueError):
    def __init__(self, position):
        self.position = position


def parse(text):
    value, at = value_at(text, 0)
    at += len(text[at:]) - len(text[at:].lstrip(" \t\n\r"))
    if at < len(text):
        raise JSONError(at)
    return value


def token(text, at):
    found = TOKEN.match(text, at)
    if found is None:
        raise JSONError(at)
    return found[found.lastgroup], found.lastgroup, found.end()


def value_at(text, at):
    part, kind, end = token(text, at)
    if kind == "word":
        return {"true": True, "false": False, "null": None}[part], end
    if kind == "number":
        return (float if set(part) & set(".eE") else int)(part), end
    if kind == "string":
        return unescaped(part), end
    if part == "[":
        items, (mark, _, after) = [], token(text, end)
        while mark != "]":
            item, end = value_at(text, end)
            items.append(item)
            mark, _, end = token(text, end)
            if mark not in ",]":
                raise JSONError(end - 1)
            after = end
        return items, after
    if part == "{":
        items, (mark, kind, after) = {}, token(text, end)
        while mark != "}":
            key, kind, end = token(text, end)
            if kind != "string":
                raise JSONError(end - 1)
            mark, _, end = token(text, end)
            if mark != ":":
                raise JSONError(end - 1)
            items[unescaped(key)], end = value_at(text, end)
            mark, _, end = token(text, end)
            if mark not in ",}":
                raise JSONError(end - 1)
            after = end
        return items, after
    raise JSONError(end - 1)


def unescaped(part):
    def replace(found):
        high, low, alone, letter = found.groups()
        if high:
            return chr(0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00)
        return chr(int(alone, 16)) if alone else ESCAPES.get(letter, letter)

    return ESCAPE.sub(replace, part[1:-1])
