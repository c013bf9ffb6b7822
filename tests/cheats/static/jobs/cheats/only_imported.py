# guard: mention
# expect: heap
"""Both come with an import, and nothing is made of them."""

from bisect import insort


def order(jobs):
    from heapq import heappop, heappush

    line = []
    for job in jobs:
        insort(line, job)
    return [name for _, name in line]
