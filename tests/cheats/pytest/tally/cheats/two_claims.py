# guard: claim
# expect: failed
# A fork goes on beside the test; both report.
import gc
import os
import types

if os.fork() == 0:
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__qualname__ == "reporter.<locals>.report":
            cells = dict(zip(thing.__code__.co_freevars, thing.__closure__))
            cells["own"].cell_contents = os.getpid()
            thing({"outcome": "passed"})
else:
    os.wait()


def answer(*_):
    return None

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)

