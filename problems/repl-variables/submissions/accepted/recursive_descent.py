import re
import sys

TOKEN = re.compile(r" *(?:([0-9]+)(?![a-z])|([a-z]+)(?![0-9])|([-+*/()=]))")


class Trouble(Exception):
    pass


def tokens_of(line):
    tokens, at = [], 0
    line = line.rstrip()
    while at < len(line):
        match = TOKEN.match(line, at)
        if not match:
            raise Trouble("syntax")
        tokens.append(match.group().strip())
        at = match.end()
    return tokens


class Parser:
    """Turns tokens into nested tuples, so that names are looked up after the syntax is known to be right."""

    def __init__(self, tokens):
        self.tokens = tokens + [""]
        self.at = 0

    def take(self, *wanted):
        if self.tokens[self.at] in wanted:
            self.at += 1
            return self.tokens[self.at - 1]
        return None

    def whole(self):
        tree = self.sum()
        if self.tokens[self.at]:
            raise Trouble("syntax")
        return tree

    def sum(self):
        tree = self.product()
        while operator := self.take("+", "-"):
            tree = (operator, tree, self.product())
        return tree

    def product(self):
        tree = self.unary()
        while operator := self.take("*", "/"):
            tree = (operator, tree, self.unary())
        return tree

    def unary(self):
        if self.take("-"):
            return ("-", 0, self.unary())
        if self.take("("):
            tree = self.sum()
            if not self.take(")"):
                raise Trouble("syntax")
            return tree
        token = self.tokens[self.at]
        self.at += 1
        if token.isdigit():
            return int(token)
        if token.isalpha() and token not in ("del", "vars", "quit"):
            return token
        raise Trouble("syntax")


def names_in(tree):
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, tuple):
        yield from names_in(tree[1])
        yield from names_in(tree[2])


def value_of(tree, known):
    if isinstance(tree, int):
        return tree
    if isinstance(tree, str):
        return known[tree]
    operator, left, right = tree
    left, right = value_of(left, known), value_of(right, known)
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    if operator == "*":
        return left * right
    if right == 0:
        raise Trouble("division by zero")
    return left // right


def evaluate(tokens, known):
    tree = Parser(tokens).whole()
    for name in names_in(tree):
        if name not in known:
            raise Trouble(f"unknown {name}")
    return value_of(tree, known)


def answer(line, known):
    tokens = tokens_of(line)
    if tokens == ["vars"]:
        return " ".join(f"{name}={known[name]}" for name in sorted(known)) or "none"
    if tokens == ["quit"]:
        return "bye"
    if len(tokens) == 2 and tokens[0] == "del" and tokens[1].isalpha() and tokens[1] not in ("del", "vars", "quit"):
        if tokens[1] not in known:
            raise Trouble(f"unknown {tokens[1]}")
        del known[tokens[1]]
        return "ok"
    if len(tokens) > 1 and tokens[1] == "=" and tokens[0].isalpha():
        value = known[tokens[0]] = evaluate(tokens[2:], known)
        return str(value)
    return str(evaluate(tokens, known))


def main():
    known = {}
    for line in sys.stdin:
        try:
            said = answer(line.rstrip("\n"), known)
        except Trouble as trouble:
            said = f"error: {trouble}"
        print(said, flush=True)
        if said == "bye":
            break


main()
