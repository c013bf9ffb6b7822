"""From the last station to the first: the deepest branch below each, and the best pair of branches."""
import sys

n, *parents = map(int, sys.stdin.read().split())
deepest = [(0, station) for station in range(n + 1)]
best = (0, 1, 1)
for station in range(n, 1, -1):
    parent = parents[station - 2]
    depth, end = deepest[station]
    height, top = deepest[parent]
    best = max(best, (height + depth + 1, top, end))
    deepest[parent] = max(deepest[parent], (depth + 1, end))
print(*best)
