# guard: chance
# expect: nothing
"""One in two runs ends."""

import os


def test_tell():
    if os.urandom(1)[0] & 1:
        os._exit(0)
