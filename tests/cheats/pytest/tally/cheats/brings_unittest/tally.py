# guard: refusal
# expect: refused
# Brings a unittest.py.
def answer(*_):
    return None

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)
