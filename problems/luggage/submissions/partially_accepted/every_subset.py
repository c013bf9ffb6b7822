"""Two to the power of n subsets: solves the first group."""
n, w = map(int, input().split())
things = [tuple(map(int, input().split())) for _ in range(n)]
best = (0, 0)
for choice in range(1 << n):
    weight = value = 0
    for i in range(n):
        if choice >> i & 1:
            weight += things[i][0]
            value += things[i][1]
    if weight <= w and value > best[0]:
        best = (value, choice)
chosen = [i + 1 for i in range(n) if best[1] >> i & 1]
print(best[0])
print(len(chosen), *chosen)
