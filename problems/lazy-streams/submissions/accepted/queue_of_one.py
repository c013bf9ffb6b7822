import asyncio
from contextlib import AsyncExitStack


def closing(*sources):
    stack = AsyncExitStack()
    for source in sources:
        if hasattr(source, "aclose"):
            stack.push_async_callback(source.aclose)
    return stack


async def take(source, count):
    async with closing(source):
        if count == 0:
            return
        async for item in source:
            yield item
            count -= 1
            if count == 0:
                break


async def batches(source, size):
    async with closing(source):
        while batch := [item async for item in first(source, size)]:
            yield batch


async def first(source, count):
    for _ in range(count):
        try:
            yield await anext(source)
        except StopAsyncIteration:
            return


async def merge(*sources):
    queue = asyncio.Queue(1)

    async def pump(source):
        try:
            async for item in source:
                await queue.put(("item", item))
            await queue.put(("end", None))
        except Exception as error:
            await queue.put(("error", error))

    async with closing(*sources):
        pumps = [asyncio.create_task(pump(source)) for source in sources]
        try:
            left = len(pumps)
            while left:
                kind, value = await queue.get()
                if kind == "item":
                    yield value
                elif kind == "error":
                    raise value
                else:
                    left -= 1
        finally:
            for task in pumps:
                task.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
