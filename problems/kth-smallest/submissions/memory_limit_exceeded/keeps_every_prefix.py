"""Keeps a copy of the stream for each moment."""
import sys
from bisect import insort

n, k, q, a, c, p, *places = map(int, sys.stdin.read().split())
x, now, history = 0, [], [[]]
for _ in range(n):
    x = (a * x + c) % p
    if len(now) < k or x < now[-1]:
        insort(now, x)
        del now[k:]
    history.append(now * (1 + n // 10_000))
for place in places:
    print(history[place][k - 1] if place >= k else "-")
