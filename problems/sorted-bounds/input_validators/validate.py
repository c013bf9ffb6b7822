import re
import sys

INT = r"(?:0|-?[1-9][0-9]*)"


def row(line, count):
    if count == 0:
        assert line == ""
        return []
    assert re.fullmatch(f"{INT}(?: {INT})*", line)
    numbers = list(map(int, line.split()))
    assert len(numbers) == count
    assert all(-(10**9) <= number <= 10**9 for number in numbers)
    return numbers


head, readings, questions, rest = sys.stdin.read().split("\n")
assert rest == ""
assert re.fullmatch(f"{INT} {INT}", head)
n, q = map(int, head.split())
assert 0 <= n <= 5000 and 1 <= q <= 3000
readings = row(readings, n)
assert readings == sorted(readings)
row(questions, q)
sys.exit(42)
