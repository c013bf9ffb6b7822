"""Places that are powers of two hold parities; the sum of the failed ones is the place of the change."""
import sys
from functools import reduce
from operator import xor


def syndrome(code):
    return reduce(xor, (place for place, bit in enumerate(code, 1) if bit), 0)


def is_parity(place):
    return place & place - 1 == 0


task, line = sys.stdin.read().split()
bits = [int(character) for character in line]
if task == "encode":
    code = []
    rest = iter(bits)
    while (bit := next(rest, None)) is not None:
        while is_parity(len(code) + 1):
            code.append(0)
        code.append(bit)
    failed = syndrome(code)
    for place in range(1, len(code) + 1):
        if is_parity(place):
            code[place - 1] = int(failed & place != 0)
    print(*code, sep="")
else:
    failed = syndrome(bits)
    if failed:
        bits[failed - 1] ^= 1
    print(*(bit for place, bit in enumerate(bits, 1) if not is_parity(place)), sep="")
