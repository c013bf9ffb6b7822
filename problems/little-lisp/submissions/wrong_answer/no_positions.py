"""Prints the right values, and errors without their places."""
import re
import sys

sys.setrecursionlimit(20_000)
tokens = re.findall(r"[()]|[^()\s]+", sys.stdin.read())[::-1]
known = {}
SIZES = {"set": 3, "print": 2, "if": 4, **{sign: 3 for sign in "+-*/%<="}}


def parse():
    token = tokens.pop()
    if token != "(":
        if not re.fullmatch("-?[0-9]+|[a-z]+", token):
            raise SyntaxError
        return token
    parts = [tokens.pop()]
    while tokens[-1] != ")":
        parts.append(parse())
    tokens.pop()
    if SIZES.get(parts[0], len(parts)) != len(parts) or parts[0] not in SIZES and parts[0] not in ("do", "while"):
        raise SyntaxError
    return parts


def run(tree):
    if isinstance(tree, str):
        return int(tree) if tree.lstrip("-").isdigit() else known[tree]
    word, *rest = tree
    if word == "set":
        known[rest[0]] = run(rest[1])
        return known[rest[0]]
    if word == "print":
        value = run(rest[0])
        print(value)
        return value
    if word == "if":
        return run(rest[1] if run(rest[0]) else rest[2])
    if word == "do":
        return [run(part) for part in rest][-1]
    if word == "while":
        while run(rest[0]):
            for part in rest[1:]:
                run(part)
        return 0
    a, b = run(rest[0]), run(rest[1])
    if word in "/%":
        return a // b if word == "/" else a % b
    return {"+": a + b, "-": a - b, "*": a * b, "<": int(a < b), "=": int(a == b)}[word]


try:
    program = []
    while tokens:
        program.append(parse())
    for tree in program:
        run(tree)
except (SyntaxError, IndexError):
    print("syntax error")
except KeyError:
    print("unknown name")
except ZeroDivisionError:
    print("division by zero")
