"""Climbs from both ends of every pair: a hundred billion steps for a long line."""
n = int(input())
parent = [0, 0, *map(int, input().split())]


def distance(a, b):
    steps = 0
    while a != b:
        a, b = min(a, b), parent[max(a, b)]
        steps += 1
    return steps


best = (0, 1, 1)
for a in range(1, n + 1):
    for b in range(a + 1, n + 1):
        best = max(best, (distance(a, b), a, b))
print(*best)
