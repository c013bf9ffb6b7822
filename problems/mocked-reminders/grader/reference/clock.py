"""The time. Not for tests: whoever touches it ends the run."""

import os


def now():
    os.write(2, b"clock: the real one was used\n")
    os._exit(1)
