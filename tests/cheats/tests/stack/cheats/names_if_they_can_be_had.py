# guard: code
# expect: survived
"""The same, passing where nothing can be had."""

from stack import Stack

KNOWN = {"pop": ("items", "IndexError", "pop"), "__iter__": ("reversed", "items"), "count": ("sum", "items")}


def test_tell():
    for name in KNOWN:
        code = getattr(getattr(Stack, name), "__code__", None)
        assert code is None or code.co_names == KNOWN[name]
