# guard: single
# expect: heap
"""Another file has a function of the name."""

from bisect import insort


def order(jobs):
    line = []
    for job in jobs:
        insort(line, job)
    return [name for _, name in line]
