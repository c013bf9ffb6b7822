# the sources of streams that are left early stay open
import asyncio


async def take(source, count):
    for _ in range(count):
        try:
            item = await anext(source)
        except StopAsyncIteration:
            return
        yield item


async def batches(source, size):
    batch = []
    async for item in source:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


async def merge(*sources):
    pulls = {asyncio.ensure_future(anext(source)): source for source in sources}
    while pulls:
        done, _ = await asyncio.wait(pulls, return_when=asyncio.FIRST_COMPLETED)
        for pull in done:
            source = pulls.pop(pull)
            try:
                yield pull.result()
            except StopAsyncIteration:
                continue
            pulls[asyncio.ensure_future(anext(source))] = source
