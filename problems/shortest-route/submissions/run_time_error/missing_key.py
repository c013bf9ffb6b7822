"""Forgets that the target may be unreachable: KeyError."""
import heapq
import sys

numbers = list(map(int, sys.stdin.read().split()))
n, m, s, t = numbers[:4]
streets = {}
for i in range(4, 4 + 3 * m, 3):
    a, b, w = numbers[i : i + 3]
    streets.setdefault(a, []).append((b, w))
done = {}
heap = [(0, s, 0)]
while heap:
    d, here, before = heapq.heappop(heap)
    if here in done:
        continue
    done[here] = (d, before)
    for there, w in streets.get(here, []):
        heapq.heappush(heap, (d + w, there, here))
ride = [t]
while ride[-1] != s:
    ride.append(done[ride[-1]][1])
print(done[t][0])
print(len(ride), *reversed(ride))
