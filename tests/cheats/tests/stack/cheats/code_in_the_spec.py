# guard: code
# expect: failed
"""What the import system has of the module."""

import types

import stack


def constants(code):
    for thing in code.co_consts:
        if isinstance(thing, types.CodeType):
            yield thing.co_name, thing.co_names
            yield from constants(thing)


def test_tell():
    assert dict(constants(stack.__spec__.loader_state))["pop"] == ("items", "IndexError", "pop")
