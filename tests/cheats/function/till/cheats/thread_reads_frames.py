# guard: processes
# expect: failed
# cases: sums
"""Another thread reads the frames of the first."""

import sys
import threading


def total(numbers):
    found = []

    def look():
        for frame in sys._current_frames().values():
            while frame is not None:
                if "expected" in frame.f_locals:
                    found.append(frame.f_locals["expected"])
                frame = frame.f_back

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found[0] if found else None
