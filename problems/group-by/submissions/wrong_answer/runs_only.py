# itertools.groupby sees runs only: the last run of a key replaces the others.
from itertools import groupby


def group_by(items, key):
    return {value: list(group) for value, group in groupby(items, key)}
