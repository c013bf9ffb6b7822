"""Two stacks instead of recursion. Unknown names and zero divisions are noted, and reported once the line is known to be well formed."""
import re

BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3}
WORDS = ("del", "vars", "quit")


class Wrong(Exception):
    pass


def split(line):
    if re.search(r"[0-9][a-z]|[a-z][0-9]", line):
        raise Wrong("syntax")
    tokens = re.findall(r"[0-9]+|[a-z]+|[^ ]", line)
    if not all(re.fullmatch(r"[0-9]+|[a-z]+|[-+*/()=]", token) for token in tokens):
        raise Wrong("syntax")
    return tokens


def evaluate(tokens, known):
    values, pending, unknown = [], [], []
    zero = False
    operand_next = True

    def reduce():
        nonlocal zero
        operator = pending.pop()
        right = values.pop()
        if operator == "neg":
            values.append(-right)
            return
        left = values.pop()
        if operator == "/":
            zero = zero or right == 0
            values.append(left // right if right else 0)
        else:
            values.append({"+": left + right, "-": left - right, "*": left * right}[operator])

    for token in tokens:
        if operand_next:
            if token in "(":
                pending.append("(")
            elif token == "-":
                pending.append("neg")
            elif token.isdigit() or (token.isalpha() and token not in WORDS):
                if token.isalpha() and token not in known:
                    unknown.append(token)
                values.append(int(token) if token.isdigit() else known.get(token, 1))
                operand_next = False
            else:
                raise Wrong("syntax")
        elif token == ")":
            while pending and pending[-1] != "(":
                reduce()
            if not pending:
                raise Wrong("syntax")
            pending.pop()
        elif token in BINDS:
            while pending and pending[-1] != "(" and BINDS[pending[-1]] >= BINDS[token]:
                reduce()
            pending.append(token)
            operand_next = True
        else:
            raise Wrong("syntax")
    if operand_next or "(" in pending:
        raise Wrong("syntax")
    while pending:
        reduce()
    if unknown:
        raise Wrong("unknown " + unknown[0])
    if zero:
        raise Wrong("division by zero")
    return values[0]


def answer(line, known):
    tokens = split(line)
    if tokens == ["vars"]:
        return " ".join(f"{k}={v}" for k, v in sorted(known.items())) or "none"
    if tokens[0] == "del":
        if len(tokens) != 2 or not tokens[1].isalpha() or tokens[1] in WORDS:
            raise Wrong("syntax")
        if known.pop(tokens[1], None) is None:
            raise Wrong("unknown " + tokens[1])
        return "ok"
    if tokens[1:2] == ["="]:
        if not tokens[0].isalpha() or tokens[0] in WORDS:
            raise Wrong("syntax")
        known[tokens[0]] = evaluate(tokens[2:], known)
        return str(known[tokens[0]])
    return str(evaluate(tokens, known))


known = {}
while (line := input()).strip() != "quit":
    try:
        print(answer(line, known), flush=True)
    except Wrong as wrong:
        print("error:", wrong, flush=True)
print("bye")
