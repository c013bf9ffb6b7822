"""Keeps the k smallest in a sorted list."""
import sys
from bisect import insort


def stream(a, c, p):
    x = c % p
    while True:
        yield x
        x = (a * x + c) % p


def main():
    n, k, q = map(int, sys.stdin.readline().split())
    numbers = stream(*map(int, sys.stdin.readline().split()))
    smallest = []
    seen = 0
    for place in map(int, sys.stdin.readline().split()):
        while seen < place:
            x = next(numbers)
            seen += 1
            if seen <= k:
                insort(smallest, x)
            elif x < smallest[-1]:
                smallest.pop()
                insort(smallest, x)
        print(smallest[-1] if seen >= k else "-")


main()
