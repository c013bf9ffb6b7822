import sys

n, *parents = map(int, sys.stdin.read().split())
deepest = [0] * (n + 1)
best = 0
for station in range(n, 1, -1):
    parent = parents[station - 2]
    best = max(best, deepest[parent] + deepest[station] + 1)
    deepest[parent] = max(deepest[parent], deepest[station] + 1)
print(best)
