"""How a process of ours starts in a run: where its layers are, and from when its time counts."""

import os
import time


def layers() -> list[str]:
    """The folders of the runtime's layers, which come after the standard library."""
    return [folder for folder in os.environ.get("PYJURY_LAYERS", "").split(":") if folder]


def mark() -> None:
    """What comes now counts, of CPU time and of real time: descriptor 3 is told, where somebody listens."""
    try:
        os.write(3, b"%d %d" % (time.process_time_ns(), time.monotonic_ns()))
        os.close(3)
    except OSError:
        pass
