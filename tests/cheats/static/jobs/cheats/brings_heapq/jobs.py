# guard: standin
# expect: heap
"""A heapq of its own, which sorts by insertion."""

import heapq


def order(jobs):
    heap = []
    for job in jobs:
        heapq.heappush(heap, job)
    return [heapq.heappop(heap)[1] for _ in jobs]
