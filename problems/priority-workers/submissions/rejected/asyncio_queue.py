# asyncio.PriorityQueue with pairs: compares jobs, doesn't age them, and nobody who waits learns that it's closed.
import asyncio


class Closed(Exception):
    pass


class PriorityQueue(asyncio.PriorityQueue):
    def __init__(self, capacity, patience):
        super().__init__(capacity)
        self.closed = False

    def __len__(self):
        return self.qsize()

    async def put(self, priority, job):
        if self.closed:
            raise Closed
        await super().put((priority, job))

    async def get(self):
        if self.closed and self.empty():
            raise Closed
        return (await super().get())[1]

    def close(self):
        self.closed = True


async def serve(queue, count, work):
    done = 0

    async def worker():
        nonlocal done
        while not queue.closed or len(queue):
            try:
                await work(await queue.get())
                done += 1
            except Exception:
                pass

    await asyncio.gather(*(worker() for _ in range(count)))
    return done
