import sys
import threading
import tracemalloc
from contextlib import contextmanager


class Stopwatch:
    def __init__(self, clock):
        self.clock = clock
        self.laps = {}

    @contextmanager
    def __call__(self, name):
        start = self.clock()
        try:
            yield
        finally:
            self.laps[name] = self.laps.get(name, 0) + self.clock() - start


def crash_report(error):
    frames = []
    step = error.__traceback__
    while step:
        code = step.tb_frame.f_code
        frames.append({"file": code.co_filename.rpartition("/")[2], "line": step.tb_lineno, "function": code.co_name})
        step = step.tb_next
    cause = error.__cause__
    return {
        "type": type(error).__name__,
        "message": str(error),
        "notes": getattr(error, "__notes__", []),
        "frames": frames,
        "cause": None if cause is None else crash_report(cause),
    }


def thread_dump():
    dump = {}
    for thread in threading.enumerate():
        frame = sys._current_frames().get(thread.ident)
        names = []
        while frame:
            names.insert(0, frame.f_code.co_name)
            frame = frame.f_back
        dump[thread.name] = names
    return dump


def peak_memory(function, *arguments):
    tracemalloc.start()
    try:
        result = function(*arguments)
        return result, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
