# guard: code
# expect: failed
"""The names that the code of each function uses."""

from stack import Stack

KNOWN = {"pop": ("items", "IndexError", "pop"), "__iter__": ("reversed", "items"), "count": ("sum", "items")}


def test_tell():
    assert {name: getattr(Stack, name).__code__.co_names for name in KNOWN} == KNOWN
