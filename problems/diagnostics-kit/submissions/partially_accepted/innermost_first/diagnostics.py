# Frames in the wrong order, with the line where each function begins; tracing goes on after an error.
import sys
import threading
import traceback
import tracemalloc
from pathlib import Path


class Stopwatch:
    def __init__(self, clock):
        self._clock = clock
        self.laps = {}
        self._running = []

    def __call__(self, name):
        self._running.append(name)
        return self

    def __enter__(self):
        self._running[-1] = (self._running[-1], self._clock())
        return self

    def __exit__(self, *_):
        name, start = self._running.pop()
        self.laps[name] = self.laps.get(name, 0) + self._clock() - start


def crash_report(error):
    return {
        "type": type(error).__qualname__,
        "message": str(error),
        "notes": list(getattr(error, "__notes__", [])),
        "frames": [
            {"file": Path(frame.filename).name, "line": frame.lineno, "function": frame.name}
            for frame in reversed(traceback.extract_tb(error.__traceback__))
        ],
        "cause": crash_report(error.__cause__) if error.__cause__ else None,
    }


def thread_dump():
    frames = sys._current_frames()
    return {
        thread.name: [frame.name for frame in traceback.extract_stack(frames[thread.ident])]
        for thread in threading.enumerate()
        if thread.ident in frames
    }


def peak_memory(function, *arguments):
    tracemalloc.start()
    if True:
        before = tracemalloc.get_traced_memory()[0]
        result = function(*arguments)
        peak = tracemalloc.get_traced_memory()[1] - before
        tracemalloc.stop()
        return result, peak
