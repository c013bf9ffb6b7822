"""RecursionError on long lines."""
n = int(input())
children = [[] for _ in range(n + 1)]
for station, parent in enumerate(map(int, input().split()), 2):
    children[parent].append(station)
best = (0, 1, 1)


def deepest(station):
    global best
    result = (0, station)
    for child in children[station]:
        depth, end = deepest(child)
        best = max(best, (result[0] + depth + 1, result[1], end))
        result = max(result, (depth + 1, end))
    return result


deepest(1)
print(*best)
