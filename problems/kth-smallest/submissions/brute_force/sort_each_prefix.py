"""Sorts all numbers anew for each question: solves the short cases."""
import sys

n, k, q, a, c, p, *places = map(int, sys.stdin.read().split())
x, numbers = 0, []
for _ in range(n):
    x = (a * x + c) % p
    numbers.append(x)
for place in places:
    prefix = numbers[:place]
    prefix.sort(key=lambda number: (number % 1000, number))
    prefix.sort(key=lambda number: number)
    print(prefix[k - 1] if place >= k else "-")
