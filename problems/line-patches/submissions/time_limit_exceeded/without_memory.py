# Tries all ways, and forgets what it has found out: the time doubles with every line.
class Conflict(Exception):
    def __init__(self, line):
        super().__init__(f"line {line} isn't as the patch says")
        self.line = line


def diff(old, new):
    def cost(i, j):
        """Of making the end of new from the end of old."""
        if i == len(old) or j == len(new):
            return len(old) - i + len(new) - j
        if old[i] == new[j]:
            return cost(i + 1, j + 1)
        return 1 + min(cost(i + 1, j), cost(i, j + 1))

    i = j = 0
    patch, dropped, added = [], [], []
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            patch += changes(dropped, added)
            dropped, added = [], []
            if patch and patch[-1][0] == "keep":
                patch[-1] = ("keep", patch[-1][1] + 1)
            else:
                patch.append(("keep", 1))
            i, j = i + 1, j + 1
        elif j == len(new) or i < len(old) and cost(i + 1, j) <= cost(i, j + 1):
            dropped.append(old[i])
            i += 1
        else:
            added.append(new[j])
            j += 1
    return patch + changes(dropped, added)


def changes(dropped, added):
    return [(kind, lines) for kind, lines in (("drop", dropped), ("add", added)) if lines]


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
