# guard: sentinel
# expect: tampering
# A background thread reports while the test waits.
import gc
import threading
import time
import types


def forge():
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__qualname__ == "reporter.<locals>.report":
            thing({"outcome": "passed"})


threading.Timer(0.01, forge).start()


def answer(*_):
    time.sleep(1)

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)

