# guard: leftovers
# expect: failed
# Leaves a daemon that writes the report again and again, also after the end.
import json
import os
import time

box = os.path.dirname(os.getcwd())
ids = ["test_total", "test_median[values0-2]", "test_median[values1-2.5]", "test_median[one]", "test_median_of_nothing",
       "test_many", "TestAccount::test_balance", "TestAccount::test_overdraft"]
report = {"tests": [{"id": "test_tally.py::" + name, "outcome": "passed"} for name in ids]}
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        until = time.monotonic() + 6
        while time.monotonic() < until:
            with open(os.path.join(box, "forged"), "w") as file:
                json.dump(report, file)
            os.replace(os.path.join(box, "forged"), os.path.join(box, "report.json"))
            time.sleep(0.01)
    os._exit(0)
os.wait()


def answer(*_):
    return None

total = median = answer


class Account:
    deposit = withdraw = answer
    balance = property(answer)

