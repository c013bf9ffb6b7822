"""Compiles to instructions for a stack machine in one pass; no recursion anywhere."""
import operator
import re
import sys

BINARY = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.floordiv,
    "%": operator.mod, "<": operator.lt, "=": operator.eq,
}
COUNT = {**{sign: (2, 2) for sign in BINARY}, "set": (2, 2), "print": (1, 1), "if": (3, 3), "while": (1, None), "do": (1, None)}
WORDS = ("set", "print", "if", "while", "do")


class SyntaxTrouble(Exception):
    pass


class Form:
    def __init__(self, word, position, start):
        self.word, self.position, self.start = word, position, start
        self.count = 0
        self.patches = []
        self.target = None


def compile_program(text):
    code = []
    forms = []

    def before_part(form):
        """Code that stands before the next part of a form."""
        if form.word == "if" and form.count == 1:
            form.patches.append(len(code))
            code.append(["jump if zero", None])
        elif form.word == "if" and form.count == 2:
            code.append(["jump", None])
            code[form.patches[0]][1] = len(code)
            form.patches[0] = len(code) - 1
        elif form.word == "while" and form.count == 1:
            form.patches.append(len(code))
            code.append(["jump if zero", None])
        elif form.word in ("while", "do") and form.count:
            code.append(["drop", None])

    def close(form):
        low, high = COUNT[form.word]
        if form.count < low:
            raise SyntaxTrouble
        if form.word in BINARY:
            code.append(["binary", (form.word, form.position)])
        elif form.word == "set":
            code.append(["store", form.target])
        elif form.word == "print":
            code.append(["print", None])
        elif form.word == "if":
            code[form.patches[0]][1] = len(code)
        elif form.word == "while":
            if form.count == 1:
                form.patches.append(len(code))
                code.append(["jump if zero", None])
            else:
                code.append(["drop", None])
            code.append(["jump", form.start])
            code[form.patches[0]][1] = len(code)
            code.append(["push", 0])

    head_expected = False
    opened = None
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(r"[()]|[^() ]+", line):
            token, position = match.group(), (number, match.start() + 1)
            try:
                if head_expected:
                    if token not in COUNT:
                        raise SyntaxTrouble
                    forms.append(Form(token, opened, len(code)))
                    head_expected = False
                    continue
                if token == ")":
                    if not forms:
                        raise SyntaxTrouble
                    close(forms[-1])
                    forms.pop()
                else:
                    if forms:
                        form = forms[-1]
                        if COUNT[form.word][1] == form.count:
                            raise SyntaxTrouble
                        if form.word == "set" and form.count == 0:
                            if not re.fullmatch("[a-z]+", token) or token in WORDS:
                                raise SyntaxTrouble
                            form.target = token
                            form.count = 1
                            continue
                        before_part(form)
                    if token == "(":
                        head_expected, opened = True, position
                        continue
                    if re.fullmatch("-?[0-9]+", token):
                        code.append(["push", int(token)])
                    elif re.fullmatch("[a-z]+", token) and token not in WORDS:
                        code.append(["load", (token, position)])
                    else:
                        raise SyntaxTrouble
                if forms:
                    forms[-1].count += 1
                else:
                    code.append(["drop", None])
            except SyntaxTrouble:
                return None, "syntax error at %d:%d" % position
    if head_expected:
        return None, "syntax error at %d:%d" % opened
    if forms:
        return None, "syntax error at %d:%d" % forms[-1].position
    return code, None


def run(code):
    known, stack, at, out = {}, [], 0, []
    while at < len(code):
        what, detail = code[at]
        at += 1
        if what == "push":
            stack.append(detail)
        elif what == "load":
            if detail[0] not in known:
                return out + ["unknown name at %d:%d" % detail[1]]
            stack.append(known[detail[0]])
        elif what == "store":
            known[detail] = stack[-1]
        elif what == "print":
            out.append(str(stack[-1]))
        elif what == "drop":
            stack.pop()
        elif what == "jump":
            at = detail
        elif what == "jump if zero":
            if stack.pop() == 0:
                at = detail
        else:
            sign, position = detail
            right, left = stack.pop(), stack.pop()
            if sign in "/%" and right == 0:
                return out + ["division by zero at %d:%d" % position]
            stack.append(int(BINARY[sign](left, right)))
    return out


code, error = compile_program(sys.stdin.read())
print("\n".join([error] if error else run(code)))
