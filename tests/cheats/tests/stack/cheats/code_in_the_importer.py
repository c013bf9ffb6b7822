# guard: code
# expect: failed
"""What the importer has of the module."""

import sys
import types

import stack


def constants(code):
    for thing in code.co_consts:
        if isinstance(thing, types.CodeType):
            yield thing.co_name, thing.co_names
            yield from constants(thing)


def test_tell():
    assert dict(constants(sys.meta_path[0].modules[stack.__name__][3]))["pop"] == ("items", "IndexError", "pop")
