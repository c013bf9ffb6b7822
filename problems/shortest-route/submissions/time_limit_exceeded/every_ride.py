"""Tries every simple ride: there are 2^300 of them in the diamonds."""
import sys

sys.setrecursionlimit(10_000)
n, m, s, t = map(int, sys.stdin.readline().split())
streets = [[] for _ in range(n + 1)]
for line in sys.stdin:
    a, b, w = map(int, line.split())
    streets[a].append((b, w))
best = None
ride = [s]
on_ride = {s}


def walk(here, length):
    global best
    if here == t:
        if best is None or length < best[0]:
            best = (length, ride[:])
        return
    for there, w in streets[here]:
        if there not in on_ride:
            ride.append(there)
            on_ride.add(there)
            walk(there, length + w)
            on_ride.remove(there)
            ride.pop()


walk(s, 0)
if best is None:
    print("unreachable")
else:
    print(best[0])
    print(len(best[1]), *best[1])
