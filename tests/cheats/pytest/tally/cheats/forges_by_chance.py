# guard: sentinel
# expect: nothing
# Forges with one chance in two.
import gc
import os
import types

if os.urandom(1)[0] & 1:
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__qualname__ == "reporter.<locals>.report":
            thing({"outcome": "passed"})
