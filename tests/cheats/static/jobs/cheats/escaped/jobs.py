# guard: encodings
# expect: no-sorting
"""For the interpreter, the comment ends in its middle."""

import heapq
from ways import way


def order(jobs):
    heap = []
    for job in jobs:
        heapq.heappush(heap, job)
    return [name for _, name in way(heapq.heappop(heap) for _ in jobs)]
