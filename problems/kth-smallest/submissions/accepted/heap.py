"""Keeps the k smallest in a heap, the largest of them on top."""
import heapq
import sys


def main():
    n, k, q, a, c, p, *places = map(int, sys.stdin.read().split())
    x = 0
    heap = []
    asked = iter(places)
    place = next(asked)
    out = []
    for i in range(1, n + 1):
        x = (a * x + c) % p
        if i <= k:
            heapq.heappush(heap, -x)
        elif -x > heap[0]:
            heapq.heapreplace(heap, -x)
        if i == place:
            out.append(-heap[0] if i >= k else "-")
            place = next(asked, None)
            if place is None:
                break
    print("\n".join(map(str, out)))


main()
