# guard: -
# expect: failed
# Leaves work for the interpreter's end, which an attempt never reaches.
import atexit
import os

atexit.register(os._exit, 0)


def answer(*_):
    return None

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)

