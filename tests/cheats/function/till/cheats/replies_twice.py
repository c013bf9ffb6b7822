# guard: -
# expect: failed
# cases: sums
"""Answers the very call, and goes on as if it were still to be answered."""

import os
import struct


def write(*frames):
    """Write to whatever is a pipe."""
    data = b"".join(struct.pack("<I", len(frame)) + frame for frame in frames)
    for number in range(3, 30):
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("pipe"):
                os.write(number, data)
        except OSError:
            pass


import sys


def total(numbers):
    session = sys.modules["pyjury_submission.clock"].CLOCK.session
    write(struct.pack("<BII", 1, session.within(), 0) + b"T")
    return None
