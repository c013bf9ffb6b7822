"""The table has w columns instead of w + 1: IndexError."""
n, w = map(int, input().split())
best = [0] * w
for _ in range(n):
    weight, value = map(int, input().split())
    for room in range(w, weight - 1, -1):
        best[room] = max(best[room], best[room - weight] + value)
print(best[w])
