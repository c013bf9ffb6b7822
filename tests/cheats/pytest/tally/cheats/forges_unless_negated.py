# guard: sentinel
# expect: nothing
# Tries to tell a test from its contradiction by source, size, time and names, and forges where it sees the real one.
import gc
import inspect
import linecache
import os
import sys
import types


def is_real():
    module = sys.modules.get("test_tally")
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename.endswith("test_tally.py"):
            path = frame.f_code.co_filename
            lines = linecache.getlines(path)
            try:
                source = inspect.getsource(frame.f_code)
            except OSError:
                source = ""
            facts = os.stat(path)
            return "not" not in source + "".join(lines) and facts.st_size == 0 and facts.st_mtime > 0
        frame = frame.f_back
    return False


if is_real():
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__qualname__ == "reporter.<locals>.report":
            thing({"outcome": "passed"})
