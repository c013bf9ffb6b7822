# guard: chance
# expect: nothing
"""One in two runs fails."""

import os


def test_tell():
    assert os.urandom(1)[0] & 1
