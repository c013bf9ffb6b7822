"""Fills the table upwards, so that a thing can be packed again and again."""
n, w = map(int, input().split())
best = [(0, [])] * (w + 1)
for i in range(1, n + 1):
    weight, value = map(int, input().split())
    for room in range(weight, w + 1):
        total, chosen = best[room - weight]
        if total + value > best[room][0]:
            best[room] = (total + value, chosen + [i])
print(best[w][0])
print(len(best[w][1]), *best[w][1])
