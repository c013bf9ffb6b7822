# difflib looks for the longest block first, which doesn't give the smallest patch.
import difflib


class Conflict(Exception):
    def __init__(self, line):
        super().__init__(f"line {line} isn't as the patch says")
        self.line = line


def diff(old, new):
    patch = []
    for kind, i, end, j, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            patch.append(("keep", end - i))
        if kind in ("delete", "replace"):
            patch.append(("drop", old[i:end]))
        if kind in ("insert", "replace"):
            patch.append(("add", new[j:stop]))
    return patch


def apply(old, patch):
    place, new = 0, []
    for kind, what in patch:
        if kind == "add":
            new += what
            continue
        for offset in range(what if kind == "keep" else len(what)):
            if place == len(old) or kind == "drop" and old[place] != what[offset]:
                raise Conflict(place)
            if kind == "keep":
                new.append(old[place])
            place += 1
    if place < len(old):
        raise Conflict(place)
    return new


def invert(patch):
    inverse = []
    for kind, what in patch:
        operation = ({"keep": "keep", "drop": "add", "add": "drop"}[kind], what)
        if kind == "add" and inverse and inverse[-1][0] == "add":
            inverse.insert(-1, operation)
        else:
            inverse.append(operation)
    return inverse
