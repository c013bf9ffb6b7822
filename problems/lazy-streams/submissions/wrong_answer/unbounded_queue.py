# merge reads its sources into a queue without a limit, however slowly the items are used
import asyncio
import contextlib


async def take(source, count):
    async with closing(source):
        while count:
            try:
                item = await anext(source)
            except StopAsyncIteration:
                return
            yield item
            count -= 1


async def batches(source, size):
    async with closing(source):
        batch = []
        async for item in source:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch


async def merge(*sources):
    queue = asyncio.Queue()

    async def pump(source):
        try:
            async with closing(source):
                async for item in source:
                    queue.put_nowait(("item", item))
            queue.put_nowait(("end", None))
        except Exception as error:
            queue.put_nowait(("error", error))

    tasks = [asyncio.create_task(pump(source)) for source in sources]
    try:
        left = len(tasks)
        while left:
            kind, value = await queue.get()
            if kind == "item":
                yield value
            elif kind == "error":
                raise value
            else:
                left -= 1
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def closing(source):
    try:
        yield
    finally:
        if hasattr(source, "aclose"):
            await source.aclose()
