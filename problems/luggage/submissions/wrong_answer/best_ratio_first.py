n, w = map(int, input().split())
things = [(*map(int, input().split()), i + 1) for i in range(n)]
things.sort(key=lambda thing: thing[1] / thing[0], reverse=True)
total, chosen = 0, []
for weight, value, i in things:
    if weight <= w:
        w -= weight
        total += value
        chosen.append(i)
print(total)
print(len(chosen), *chosen)
