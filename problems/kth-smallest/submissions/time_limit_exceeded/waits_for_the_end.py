"""The stream has no end."""
import sys

n, k, q, a, c, p, *places = map(int, sys.stdin.read().split())


def stream():
    x = c % p
    while True:
        yield x
        x = (a * x + c) % p


largest = 0
for x in stream():
    largest = max(largest, x)
print(largest)
