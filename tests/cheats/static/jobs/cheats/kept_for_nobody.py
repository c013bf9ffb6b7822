# guard: idle
# expect: heap
"""Two names that nobody reads."""

import heapq
from bisect import insort


def order(jobs):
    _push = heapq.heappush
    _pop = heapq.heappop
    line = []
    for job in jobs:
        insort(line, job)
    return [name for _, name in line]
