# guard: sentinel
# expect: tampering
# Searches memory for the function that reports.
import gc
import types

for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__qualname__ == "reporter.<locals>.report":
        thing({"outcome": "passed"})
