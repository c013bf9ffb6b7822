"""Precedence climbing over exact fractions, printed in scientific notation."""
import re
import sys
from fractions import Fraction

LEVEL = {"+": (1, 2), "-": (1, 2), "*": (2, 3), "/": (2, 3), "^": (5, 4)}


class Bad(Exception):
    pass


UNDEFINED = object()


def apply(operator, left, right):
    if left is UNDEFINED or right is UNDEFINED:
        return UNDEFINED
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if operator == "/":
        return left / right if right else UNDEFINED
    return UNDEFINED if left == 0 and right < 0 else left ** int(right)


def primary(tokens):
    token = tokens.pop() if tokens else ""
    if token == "-":
        value = climb(tokens, 4)
        return value if value is UNDEFINED else -value
    if token == "(":
        value = climb(tokens, 1)
        if not tokens or tokens.pop() != ")":
            raise Bad
        return value
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?|\.[0-9]+", token):
        return Fraction(token)
    raise Bad


def climb(tokens, level):
    value = primary(tokens)
    while tokens and tokens[-1] in LEVEL and LEVEL[tokens[-1]][0] >= level:
        operator = tokens.pop()
        value = apply(operator, value, climb(tokens, LEVEL[operator][1]))
    return value


def answer(line):
    tokens = re.findall(r"[0-9.]+|[^ ]", line)[::-1]
    try:
        value = climb(tokens, 1)
    except Bad:
        return "error"
    if tokens:
        return "error"
    return "undefined" if value is UNDEFINED else f"{float(value):.12e}"


sys.setrecursionlimit(5000)
for line in sys.stdin:
    print(answer(line.strip()))
