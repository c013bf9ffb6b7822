# guard: -
# expect: failed
# Interrupts the zygote with every signal that Python handles.
import os
import signal

os.kill(os.getppid(), signal.SIGCHLD)


def answer(*_):
    return None

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)

