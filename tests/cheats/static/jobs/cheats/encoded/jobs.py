# guard: encodings
# expect: no-sorting
"""UTF-7 can write the end of a line without one."""

import heapq
from ways import way


def order(jobs):
    heap = []
    for job in jobs:
        heapq.heappush(heap, job)
    return [name for _, name in way(heapq.heappop(heap) for _ in jobs)]
