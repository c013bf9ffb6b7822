import asyncio

END = object()


async def run_pipeline(source, stages, capacity=1):
    queues = [asyncio.Queue(capacity) for _ in stages]
    results = []
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(feed(source, queues[0]))
            for place, stage in enumerate(stages):
                put = queues[place + 1].put if place + 1 < len(stages) else keep_in(results)
                group.create_task(work(queues[place], stage, put))
    except* Exception as several:
        failure = several.exceptions[0]
    else:
        return results
    raise failure


async def feed(source, queue):
    try:
        async for item in source:
            await queue.put(item)
        await queue.put(END)
    finally:
        if hasattr(source, "aclose"):
            await source.aclose()


async def work(queue, stage, put):
    while (item := await queue.get()) is not END:
        await put(await stage(item))
    await put(END)


def keep_in(results):
    async def put(item):
        if item is not END:
            results.append(item)

    return put
