# guard: -
# expect: failed
"""The size of the file that the module says it is from."""

import os

import stack


def test_tell():
    assert os.path.getsize(stack.__file__) > 500
