"""Runs each expression as soon as it is read, so that output comes before a syntax error. Rounds towards zero, too."""
import re
import sys


class Stop(Exception):
    pass


sys.setrecursionlimit(20_000)
tokens = []
for number, line in enumerate(sys.stdin.read().split("\n"), 1):
    for match in re.finditer(r"[()]|[^() ]+", line):
        tokens.append((match.group(), f"{number}:{match.start() + 1}"))
tokens.reverse()
known = {}


def parse():
    if not tokens:
        raise Stop("syntax error at 1:1")
    token, position = tokens.pop()
    if token == ")":
        raise Stop(f"syntax error at {position}")
    if token != "(":
        return token, position
    parts = []
    while tokens and tokens[-1][0] != ")":
        parts.append(parse())
    if not tokens:
        raise Stop(f"syntax error at {position}")
    tokens.pop()
    return parts, position


def run(tree):
    parts, position = tree
    if isinstance(parts, str):
        if re.fullmatch("-?[0-9]+", parts):
            return int(parts)
        if parts not in known:
            raise Stop(f"unknown name at {position}")
        return known[parts]
    if not parts:
        raise Stop(f"syntax error at {position}")
    word, rest = parts[0][0], parts[1:]
    if word == "set" and len(rest) == 2:
        known[rest[0][0]] = run(rest[1])
        return known[rest[0][0]]
    if word == "print" and len(rest) == 1:
        value = run(rest[0])
        print(value)
        return value
    if word == "if" and len(rest) == 3:
        return run(rest[1] if run(rest[0]) else rest[2])
    if word == "while" and rest:
        while run(rest[0]):
            for part in rest[1:]:
                run(part)
        return 0
    if word == "do" and rest:
        return [run(part) for part in rest][-1]
    if len(rest) != 2 or not isinstance(word, str):
        raise Stop(f"syntax error at {position}")
    a, b = run(rest[0]), run(rest[1])
    if word in "/%" and b == 0:
        raise Stop(f"division by zero at {position}")
    quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1) if b else 0
    return {"+": a + b, "-": a - b, "*": a * b, "<": int(a < b), "=": int(a == b), "/": quotient, "%": a - b * quotient}.get(word, 0)


try:
    while tokens:
        run(parse())
except Stop as error:
    print(error)
