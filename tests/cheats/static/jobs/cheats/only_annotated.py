# guard: mention
# expect: heap
"""A local annotation is never evaluated."""

import heapq
from bisect import insort


def order(jobs):
    push: heapq.heappush
    pop: heapq.heappop
    line = []
    for job in jobs:
        insort(line, job)
    return [name for _, name in line]
