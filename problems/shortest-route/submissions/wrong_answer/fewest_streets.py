"""Breadth first: the ride with the fewest streets, lengths ignored."""
from collections import deque

n, m, s, t = map(int, input().split())
streets = [[] for _ in range(n + 1)]
for _ in range(m):
    a, b, w = map(int, input().split())
    streets[a].append((b, w))
seen = {s: (0, [s])}
queue = deque([s])
while queue:
    here = queue.popleft()
    length, ride = seen[here]
    for there, w in streets[here]:
        if there not in seen:
            seen[there] = (length + w, ride + [there])
            queue.append(there)
if t in seen:
    print(seen[t][0])
    print(len(seen[t][1]), *seen[t][1])
else:
    print("unreachable")
