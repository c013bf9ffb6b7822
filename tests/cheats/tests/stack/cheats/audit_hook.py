# guard: code
# expect: failed
"""An audit hook that sees the module's code as it is run."""

import importlib
import sys
import types

import stack

seen = []


def constants(code):
    for thing in code.co_consts:
        if isinstance(thing, types.CodeType):
            yield thing.co_name, thing.co_names
            yield from constants(thing)


def test_tell():
    sys.addaudithook(lambda event, arguments: seen.extend(thing for thing in arguments if isinstance(thing, types.CodeType)))
    importlib.reload(stack)
    found = dict(pair for code in seen for pair in constants(code))
    assert found["pop"] == ("items", "IndexError", "pop")
