import asyncio
from collections import deque


class Closed(Exception):
    """The queue takes no more jobs, or has no more."""


class PriorityQueue:
    """Whoever waits stands in line with a future, and is served by whoever changes the queue."""

    def __init__(self, capacity, patience):
        self.capacity = capacity
        self.patience = patience
        self.closed = False
        self.jobs = []  # in the order in which they were added: [priority, job, how often it was passed over]
        self.producers = deque()
        self.consumers = deque()

    def __len__(self):
        return len(self.jobs)

    async def put(self, priority, job):
        if self.closed:
            raise Closed
        entered = asyncio.get_running_loop().create_future()
        self.producers.append((entered, priority, job))
        self.settle()
        await entered

    async def get(self):
        taken = asyncio.get_running_loop().create_future()
        self.consumers.append(taken)
        self.settle()
        try:
            return (await taken)[1]
        except asyncio.CancelledError:
            if taken.done() and not taken.cancelled() and not taken.exception():
                self.put_back(taken.result())
            raise

    def close(self):
        self.closed = True
        for entered, _, _ in self.producers:
            if not entered.done():
                entered.set_exception(Closed())
        self.settle()

    def settle(self):
        """Serve everybody who can be served, in turn."""
        changed = True
        while changed:
            changed = False
            while self.producers and (self.producers[0][0].done() or len(self.jobs) < self.capacity):
                entered, priority, job = self.producers.popleft()
                if not entered.done():
                    self.jobs.append([priority, job, 0])
                    entered.set_result(None)
            while self.consumers and (self.consumers[0].done() or self.jobs):
                taken = self.consumers.popleft()
                if not taken.done():
                    taken.set_result(self.next())
                    changed = True
        while self.closed and self.consumers:
            taken = self.consumers.popleft()
            if not taken.done():
                taken.set_exception(Closed())

    def next(self):
        place = min(range(len(self.jobs)), key=lambda place: self.jobs[place][0])
        if self.jobs[0][2] >= self.patience:
            place = 0
        for older in self.jobs[:place]:
            older[2] += 1
        return self.jobs.pop(place)

    def put_back(self, entry):
        """A job whose consumer was cancelled in the last moment."""
        self.jobs.insert(0, entry)
        self.settle()


async def serve(queue, count, work):
    async def worker():
        done = 0
        while True:
            try:
                job = await queue.get()
            except Closed:
                return done
            try:
                await work(job)
            except Exception:
                continue
            done += 1

    return sum(await asyncio.gather(*(worker() for _ in range(count))))
