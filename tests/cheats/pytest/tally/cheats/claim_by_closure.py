# guard: sentinel
# expect: tampering
# Reads the token out of the closure and writes the claim itself.
import gc
import json
import os
import types

for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__qualname__ == "reporter.<locals>.report":
        cells = dict(zip(thing.__code__.co_freevars, thing.__closure__))
        claim = {"outcome": "passed", "token": cells["token"].cell_contents}
        os.write(cells["link"].cell_contents, json.dumps(claim).encode() + b"\n")
        os._exit(0)
