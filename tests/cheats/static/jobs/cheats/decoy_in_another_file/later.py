import heapq


def order(jobs):
    heap = []
    for job in jobs:
        heapq.heappush(heap, job)
    return [heapq.heappop(heap)[1] for _ in jobs]
