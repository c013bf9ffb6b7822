# guard: -
# expect: failed
# Waits for the judge to give up.
def answer(*_):
    while True:
        pass

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)

