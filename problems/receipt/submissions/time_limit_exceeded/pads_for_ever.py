"""A name that is longer than its column never gets the right length."""
import sys


def amount(cents):
    digits = str(cents).rjust(3, "0")
    whole, rest = digits[:-2], digits[-2:]
    groups = []
    while whole:
        groups.insert(0, whole[-3:])
        whole = whole[:-3]
    return ",".join(groups) + "." + rest


rows = [row.split(";") for row in sys.stdin.read().split("\n")[1:-1]]
out = []
for name, quantity, price in rows:
    while len(name) != 16:
        name = (name + " ")[:40]
    out.append(name + quantity.rjust(4) + amount(int(quantity) * int(price)).rjust(12))
out.append("-" * 32)
pieces = sum(int(quantity) for _, quantity, _ in rows)
total = sum(int(quantity) * int(price) for _, quantity, price in rows)
out.append("TOTAL".ljust(16) + str(pieces).rjust(4) + amount(total).rjust(12))
out.append("Thank you!".center(32))
sys.stdout.write("\n".join(out) + "\n")
