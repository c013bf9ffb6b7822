"""What the submission prints: descriptor 1 is a file in memory, and the grader may ask for what came since."""

import os
import sys

from pyjury_wire.limits import PRINTED_BYTES


class Prints:
    def __init__(self) -> None:
        self.seen = 0
        if hasattr(os, "memfd_create"):
            self.file = os.memfd_create("prints")
        else:
            self.file = os.open(".", os.O_TMPFILE | os.O_RDWR)
        os.dup2(self.file, 1)

    def take(self) -> str:
        """What was printed since the last time, or the beginning of it where it's much."""
        try:
            sys.stdout.flush()
        except Exception:
            pass
        size = os.fstat(self.file).st_size
        data = os.pread(self.file, min(size - self.seen, PRINTED_BYTES), self.seen)
        self.seen = size
        return data.decode("utf-8", "replace")
