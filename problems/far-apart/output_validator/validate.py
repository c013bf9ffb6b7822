"""Accepts any pair of stations at the greatest distance."""
import re
import sys


def finish(code, message):
    with open(sys.argv[3] + "judgemessage.txt", "a") as feedback:
        feedback.write(message + "\n")
    sys.exit(code)


def distance(a, b, parent):
    """Parents have lower numbers, so the higher of the two is the one to climb from."""
    steps = 0
    while a != b:
        if a > b:
            a = parent[a]
        else:
            b = parent[b]
        steps += 1
    return steps


def main():
    with open(sys.argv[1]) as file:
        n, *parents = map(int, file.read().split())
    with open(sys.argv[2]) as file:
        greatest = int(file.read().split()[0])
    tokens = sys.stdin.buffer.read().decode("utf-8", "replace").split()
    if len(tokens) != 3 or not all(re.fullmatch(r"[0-9]{1,9}", token) for token in tokens):
        finish(43, f"expected three numbers, got {' '.join(tokens)[:60]!r}")
    length, a, b = map(int, tokens)
    if length != greatest:
        finish(43, f"distance {length}, but the greatest is {greatest}")
    if not (1 <= a <= n and 1 <= b <= n):
        finish(43, f"no such stations: {a} {b}")
    apart = distance(a, b, [0, 0] + parents)
    if apart != greatest:
        finish(43, f"stations {a} and {b} are {apart} apart, not {greatest}")
    finish(42, f"stations {a} and {b}")


main()
