# guard: -
# expect: survived
"""What the process was told, searched for a mutant."""

import os
import sys


def test_tell():
    import stack

    assert "mutant" not in repr((dict(os.environ), sys.argv, os.getcwd(), stack.__file__, stack.__spec__))
    for place in ("cmdline", "environ", "mounts"):
        try:
            with open(f"/proc/self/{place}") as file:
                assert "mutants/" not in file.read()
        except OSError:
            pass
