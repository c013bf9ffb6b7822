# guard: -
# expect: failed
# Reads the zygote's memory and descriptors through /proc.
import os

with open(f"/proc/{os.getppid()}/mem", "rb") as memory:
    memory.seek(0x1000)
    memory.read(1)


def answer(*_):
    return None

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)

