"""The mark of the start: the worker counts CPU time from it (descriptor 3, a pipe)."""

import os
import stat
import time

DESCRIPTOR = 3


class StartMark:
    """Taken before anything else opens a descriptor; does nothing where descriptor 3 isn't the worker's pipe."""

    def __init__(self) -> None:
        try:
            self.is_open = stat.S_ISFIFO(os.fstat(DESCRIPTOR).st_mode)
        except OSError:
            self.is_open = False

    def set(self, more_cpu: float = 0.0) -> None:
        """What comes now counts. `more_cpu`: seconds that processes started by this one have used."""
        if self.is_open:
            used = time.process_time_ns() + int(more_cpu * 1e9)
            os.write(DESCRIPTOR, b"%d %d" % (used, time.monotonic_ns()))
        self.close()

    def close(self) -> None:
        if self.is_open:
            os.close(DESCRIPTOR)
            self.is_open = False
