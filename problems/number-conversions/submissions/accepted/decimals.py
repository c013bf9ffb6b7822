"""Exact decimals, printed in scientific notation, which the checker must take for the same number."""
import sys
from decimal import Decimal, getcontext

getcontext().prec = 60


def value_of(digits, base):
    value = 0
    for digit in digits.lower():
        value = value * base + "0123456789abcdefghijklmnopqrstuvwxyz".index(digit)
    return value


def convert(line):
    kind, *words = line.split()
    if kind == "seconds":
        total = 0
        for part in words[0].split(":"):
            total = total * 60 + int(part)
        return Decimal(total)
    if kind == "base":
        return Decimal(value_of(words[1], int(words[0])))
    numbers = list(map(Decimal, words))
    if kind == "celsius":
        return (numbers[0] - 32) / Decimal("1.8")
    if kind == "fahrenheit":
        return numbers[0] * Decimal("1.8") + 32
    if kind == "mean":
        return sum(numbers) / len(numbers)
    return (numbers[0] ** 2 + numbers[1] ** 2).sqrt()


for line in sys.stdin.read().splitlines()[1:]:
    print(f"{convert(line):.9E}")
