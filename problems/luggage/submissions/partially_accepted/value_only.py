"""Finds the value and never remembers the choice: half of the points."""
n, w = map(int, input().split())
best = [0] * (w + 1)
for _ in range(n):
    weight, value = map(int, input().split())
    for room in range(w, weight - 1, -1):
        best[room] = max(best[room], best[room - weight] + value)
print(best[w])
