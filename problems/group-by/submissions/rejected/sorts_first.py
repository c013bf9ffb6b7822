# Sorts by the key: the keys come in another order, and keys of several types can't be sorted.
from itertools import groupby


def group_by(items, key):
    return {value: list(group) for value, group in groupby(sorted(items, key=key), key)}
