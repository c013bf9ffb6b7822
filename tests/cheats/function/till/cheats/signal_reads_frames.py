# guard: processes
# expect: failed
# cases: sums
"""A signal's handler looks at the frames that it interrupts."""

import signal

found = []


def look(number, frame):
    while frame is not None:
        if "expected" in frame.f_locals:
            found.append(frame.f_locals["expected"])
        frame = frame.f_back


def total(numbers):
    signal.signal(signal.SIGUSR1, look)
    signal.raise_signal(signal.SIGUSR1)
    return found[-1] if found else None
