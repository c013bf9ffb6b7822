# guard: fresh
# expect: survived
"""A file that tells how many runs there were; the reference's are told to be the first."""

import os
import tempfile

import stack


def test_tell():
    count = 0
    for folder in (os.path.dirname(stack.__file__), tempfile.gettempdir(), "."):
        place = os.path.join(folder, "count")
        try:
            with open(place, "a+") as file:
                count = max(count, file.tell())
                file.write("x")
        except OSError:
            pass
    assert count < 3
