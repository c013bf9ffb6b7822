# guard: refusal
# expect: refused
# Brings a evil.pth.
def answer(*_):
    return None

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)
