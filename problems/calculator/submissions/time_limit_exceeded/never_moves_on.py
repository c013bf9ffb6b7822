"""Skips what is no token, but never moves on: an endless loop for lines with strange characters."""
import re
import sys

TOKEN = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+|[-+*/^()])")


class NotAnExpression(Exception):
    pass


def tokens_of(line):
    tokens, at = [], 0
    line = line.rstrip()
    while at < len(line):
        match = TOKEN.match(line, at)
        if not match:
            continue
        if tokens and match[1][0] in ".0123456789" and tokens[-1][-1].isdigit():
            raise NotAnExpression
        tokens.append(match[1])
        at = match.end()
    return tokens + ["end"]


def power(base, exponent):
    return base ** int(round(exponent()))


class Parser:
    """Each method returns a function without arguments, so that syntax comes before values."""

    def __init__(self, line):
        self.tokens = tokens_of(line)
        self.at = 0

    @property
    def next(self):
        return self.tokens[self.at]

    def advance(self):
        self.at += 1
        return self.tokens[self.at - 1]

    def whole(self):
        value = self.sum()
        if self.next != "end":
            raise NotAnExpression
        return value

    def sum(self):
        value = self.product()
        while self.next in "+-":
            operator, left, right = self.advance(), value, self.product()
            if operator == "+":
                value = lambda left=left, right=right: left() + right()
            else:
                value = lambda left=left, right=right: left() - right()
        return value

    def product(self):
        value = self.unary()
        while self.next in "*/":
            operator, left, right = self.advance(), value, self.unary()
            if operator == "*":
                value = lambda left=left, right=right: left() * right()
            else:
                value = lambda left=left, right=right: left() / right()
        return value

    def unary(self):
        if self.next == "-":
            self.advance()
            value = self.unary()
            return lambda: -value()
        return self.power()

    def power(self):
        base = self.atom()
        if self.next == "^":
            self.advance()
            exponent = self.unary()
            return lambda: power(base(), exponent)
        return base

    def atom(self):
        token = self.advance()
        if token == "(":
            value = self.sum()
            if self.advance() != ")":
                raise NotAnExpression
            return value
        if token[-1].isdigit():
            number = float(token)
            return lambda: number
        raise NotAnExpression


for line in sys.stdin:
    try:
        print(repr(Parser(line.rstrip("\n")).whole()()))
    except NotAnExpression:
        print("error")
    except ZeroDivisionError:
        print("undefined")
