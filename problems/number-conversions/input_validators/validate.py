import re
import sys

NUMBER = r"[-+]?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]{1,2})?"
ORDER = re.compile(
    rf"(?:celsius|fahrenheit) {NUMBER}"
    rf"|seconds [0-9]{{1,5}}:[0-9]{{1,5}}:[0-9]{{1,5}}"
    rf"|mean {NUMBER}(?: {NUMBER}){{0,19}}"
    rf"|hypot {NUMBER} {NUMBER}"
)

head, *orders = sys.stdin.read().split("\n")
assert orders.pop() == "", "the file must end with a newline"
assert re.fullmatch(r"[1-9][0-9]{0,2}", head) and int(head) == len(orders) <= 100
for order in orders:
    base = re.fullmatch(r"base ([0-9]{1,2}) ([0-9A-Za-z]+)", order)
    if base:
        assert 2 <= int(base[1]) <= 36 and int(base[2], int(base[1])) < 10**15
    else:
        assert ORDER.fullmatch(order), f"bad order {order!r}"
sys.exit(42)
