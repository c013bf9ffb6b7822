"""Right for every text of the statement's kind; others lose what ASCII lacks."""

from itertools import groupby


def pack(text):
    plain = text.encode("ascii", "replace").decode()
    return [(character, len(list(run))) for character, run in groupby(plain)]


def unpack(runs):
    return "".join(character * count for character, count in runs)
