"""The same walk without a raised recursion limit: RecursionError for deep programs."""
import re
import sys

FORMS = {"+": 2, "-": 2, "*": 2, "/": 2, "%": 2, "<": 2, "=": 2, "print": 1, "if": 3, "set": 2}
WORDS = ("set", "print", "if", "while", "do")


class Stop(Exception):
    pass


def stop(message, position):
    raise Stop(f"{message} at {position[0]}:{position[1]}")


def tokens_of(text):
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(r"[()]|[^() ]+", line):
            yield match.group(), (number, match.start() + 1)


class Parser:
    def __init__(self, text):
        self.tokens = list(tokens_of(text))
        self.at = 0
        self.open = []

    def peek(self):
        if self.at == len(self.tokens):
            stop("syntax error", self.open[-1])
        return self.tokens[self.at]

    def program(self):
        trees = []
        while self.at < len(self.tokens):
            trees.append(self.expression())
        return trees

    def expression(self):
        token, position = self.peek()
        self.at += 1
        if re.fullmatch(r"-?[0-9]+", token):
            return "number", position, int(token)
        if re.fullmatch(r"[a-z]+", token) and token not in WORDS:
            return "name", position, token
        if token == "(":
            return self.form(position)
        stop("syntax error", position)

    def form(self, opened):
        self.open.append(opened)
        word, position = self.peek()
        if word not in FORMS and word not in ("while", "do"):
            stop("syntax error", position)
        self.at += 1
        parts = []
        if word == "set":
            target, position = self.peek()
            if not re.fullmatch(r"[a-z]+", target) or target in WORDS:
                stop("syntax error", position)
        if word in FORMS:
            for _ in range(FORMS[word]):
                parts.append(self.expression())
            if self.peek()[0] != ")":
                stop("syntax error", self.peek()[1])
        else:
            parts.append(self.expression())
            while self.peek()[0] != ")":
                parts.append(self.expression())
        self.at += 1
        self.open.pop()
        return word, opened, *parts


def run(tree, known):
    word, position, *parts = tree
    if word == "number":
        return parts[0]
    if word == "name":
        if parts[0] not in known:
            stop("unknown name", position)
        return known[parts[0]]
    if word == "set":
        known[parts[0][2]] = value = run(parts[1], known)
        return value
    if word == "print":
        value = run(parts[0], known)
        print(value)
        return value
    if word == "if":
        return run(parts[1] if run(parts[0], known) else parts[2], known)
    if word == "while":
        while run(parts[0], known):
            for part in parts[1:]:
                run(part, known)
        return 0
    if word == "do":
        for part in parts:
            value = run(part, known)
        return value
    left, right = run(parts[0], known), run(parts[1], known)
    if word == "+":
        return left + right
    if word == "-":
        return left - right
    if word == "*":
        return left * right
    if word == "<":
        return int(left < right)
    if word == "=":
        return int(left == right)
    if right == 0:
        stop("division by zero", position)
    return left // right if word == "/" else left % right


def main():
    try:
        known = {}
        for tree in Parser(sys.stdin.read()).program():
            run(tree, known)
    except Stop as error:
        print(error)


main()
