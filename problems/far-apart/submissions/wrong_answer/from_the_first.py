"""Takes for granted that station 1 is one end."""
n = int(input())
depth = [0, 0]
for parent in map(int, input().split()):
    depth.append(depth[parent] + 1)
last = max(range(1, n + 1), key=depth.__getitem__)
print(depth[last], 1, last)
