"""Takes "A" and "a" for one character."""

from itertools import groupby


def pack(text):
    packed = []
    for _, run in groupby(text, key=str.casefold):
        run = list(run)
        packed.append((run[0], len(run)))
    return packed


def unpack(runs):
    return "".join(character * count for character, count in runs)
