# guard: refusal
# expect: refused
# Brings a pytest.ini.
def answer(*_):
    return None

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)
