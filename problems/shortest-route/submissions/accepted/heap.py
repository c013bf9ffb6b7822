import heapq
import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n, m, s, t = numbers[:4]
    streets = [[] for _ in range(n + 1)]
    for i in range(4, 4 + 3 * m, 3):
        a, b, w = numbers[i : i + 3]
        streets[a].append((b, w))
    length = {}
    came_from = {s: None}
    best = {s: 0}
    heap = [(0, s)]
    while heap:
        d, here = heapq.heappop(heap)
        if here in length:
            continue
        length[here] = d
        for there, w in streets[here]:
            if d + w < best.get(there, float("inf")):
                best[there] = d + w
                came_from[there] = here
                heapq.heappush(heap, (d + w, there))
    if t not in length:
        print("unreachable")
        return
    ride = []
    here = t
    while here is not None:
        ride.append(here)
        here = came_from[here]
    ride.reverse()
    print(length[t])
    print(len(ride), *ride)


main()
