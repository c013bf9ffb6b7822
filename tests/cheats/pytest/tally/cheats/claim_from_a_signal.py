# guard: sentinel
# expect: tampering
# Reports from a signal handler, some time after the import.
import gc
import signal
import time
import types


def forge(*_):
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__qualname__ == "reporter.<locals>.report":
            thing({"outcome": "passed"})


signal.signal(signal.SIGALRM, forge)
signal.setitimer(signal.ITIMER_REAL, 0.01)


def answer(*_):
    time.sleep(1)

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)

