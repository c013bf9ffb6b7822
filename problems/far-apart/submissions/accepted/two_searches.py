"""The farthest station from anywhere is one end of a longest way."""


def farthest(start, neighbours):
    """The station farthest from start, and how far it is."""
    seen = {start: 0}
    queue = [start]
    for here in queue:
        for there in neighbours[here]:
            if there not in seen:
                seen[there] = seen[here] + 1
                queue.append(there)
    return queue[-1], seen[queue[-1]]


def main():
    n = int(input())
    neighbours = [[] for _ in range(n + 1)]
    for station, parent in enumerate(map(int, input().split()), 2):
        neighbours[station].append(parent)
        neighbours[parent].append(station)
    one, _ = farthest(1, neighbours)
    other, length = farthest(one, neighbours)
    print(length, one, other)


main()
