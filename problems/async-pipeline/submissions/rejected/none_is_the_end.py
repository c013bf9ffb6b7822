# Marks the end by None, which may be an item; and what fails leaves the other tasks running.
import asyncio


async def run_pipeline(source, stages, capacity=1):
    queues = [asyncio.Queue(capacity) for _ in stages]
    results = []

    async def feed():
        async for item in source:
            await queues[0].put(item)
        await queues[0].put(None)

    async def work(place):
        while (item := await queues[place].get()) is not None:
            item = await stages[place](item)
            if place + 1 < len(stages):
                await queues[place + 1].put(item)
            else:
                results.append(item)
        if place + 1 < len(stages):
            await queues[place + 1].put(None)

    await asyncio.gather(feed(), *(work(place) for place in range(len(stages))))
    return results
