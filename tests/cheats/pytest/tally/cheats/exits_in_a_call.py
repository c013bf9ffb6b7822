# guard: silence
# expect: failed
# Ends the process in the first call.
import os


def answer(*_):
    os._exit(0)

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)

