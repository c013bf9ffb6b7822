"""Keeps, for each weight that can be reached exactly, the best value with its choice as a bit set."""
import sys

n, w, *numbers = map(int, sys.stdin.read().split())
best = {0: (0, 0)}
for i in range(n):
    weight, value = numbers[2 * i : 2 * i + 2]
    for old, (total, choice) in sorted(best.items(), reverse=True):
        new = old + weight
        if new <= w and total + value > best.get(new, (-1, 0))[0]:
            best[new] = (total + value, choice | 1 << i)
total, choice = max(best.values())
chosen = [i + 1 for i in range(n) if choice >> i & 1]
print(total)
print(len(chosen), *chosen)
