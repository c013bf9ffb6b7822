"""Asks for the kth of fewer than k numbers: IndexError."""
import heapq
import sys

n, k, q, a, c, p, *places = map(int, sys.stdin.read().split())
places = set(places)
x, heap = 0, []
for i in range(1, n + 1):
    x = (a * x + c) % p
    heapq.heappush(heap, -x)
    if len(heap) > k:
        heapq.heappop(heap)
    if i in places:
        if i < k:
            raise IndexError(f"only {i} numbers so far")
        print(-heap[0])
