from heapq import heappop as pop
from heapq import heappush as push


class Waiting:
    def __init__(self):
        self.heap = []

    def add(self, job):
        push(self.heap, job)

    def __iter__(self):
        while self.heap:
            yield pop(self.heap)[1]
