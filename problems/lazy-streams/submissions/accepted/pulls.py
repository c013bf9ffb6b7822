import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def closed(source):
    try:
        yield
    finally:
        if hasattr(source, "aclose"):
            await source.aclose()


async def take(source, count):
    async with closed(source):
        while count > 0:
            try:
                item = await anext(source)
            except StopAsyncIteration:
                return
            yield item
            count -= 1


async def batches(source, size):
    async with closed(source):
        batch = []
        async for item in source:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch


async def merge(*sources):
    pulls = {}
    try:
        for source in sources:
            pulls[asyncio.ensure_future(anext(source))] = source
        while pulls:
            done, _ = await asyncio.wait(pulls, return_when=asyncio.FIRST_COMPLETED)
            for pull in done:
                source = pulls.pop(pull)
                try:
                    item = pull.result()
                except StopAsyncIteration:
                    continue
                yield item
                pulls[asyncio.ensure_future(anext(source))] = source
    finally:
        for pull in pulls:
            pull.cancel()
        await asyncio.gather(*pulls, return_exceptions=True)
        for source in sources:
            if hasattr(source, "aclose"):
                await source.aclose()
