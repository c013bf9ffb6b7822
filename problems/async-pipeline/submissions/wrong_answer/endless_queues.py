# The queues have no bound, so a fast source fills the memory.
import asyncio

END = object()


async def run_pipeline(source, stages, capacity=1):
    queues = [asyncio.Queue() for _ in range(len(stages) + 1)]

    async def feed():
        async for item in source:
            queues[0].put_nowait(item)
        queues[0].put_nowait(END)

    async def work(place):
        while (item := await queues[place].get()) is not END:
            queues[place + 1].put_nowait(await stages[place](item))
        queues[place + 1].put_nowait(END)

    tasks = [asyncio.create_task(feed()), *(asyncio.create_task(work(place)) for place in range(len(stages)))]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if hasattr(source, "aclose"):
            await source.aclose()
    return [queues[-1].get_nowait() for _ in range(queues[-1].qsize() - 1)]
