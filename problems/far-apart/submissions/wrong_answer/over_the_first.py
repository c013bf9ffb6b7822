"""Joins the two deepest branches of station 1, also where they are short."""
n = int(input())
depth, branch = [0, 0], [0, 1]
for station, parent in enumerate(map(int, input().split()), 2):
    depth.append(depth[parent] + 1)
    branch.append(station if parent == 1 else branch[parent])
ends = {}
for station in range(1, n + 1):
    if branch[station] not in ends or depth[station] > depth[ends[branch[station]]]:
        ends[branch[station]] = station
one, other, *_ = sorted(ends.values(), key=depth.__getitem__, reverse=True) + [1]
print(depth[one] + depth[other], one, other)
