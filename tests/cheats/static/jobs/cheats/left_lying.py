# guard: idle
# expect: heap
"""Two statements that do nothing."""

import heapq
from bisect import insort


def order(jobs):
    heapq.heappush
    heapq.heappop
    line = []
    for job in jobs:
        insort(line, job)
    return [name for _, name in line]
