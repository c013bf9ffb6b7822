import asyncio


async def unhurried(awaitable):
    task = asyncio.ensure_future(awaitable)
    cancelled = False
    while True:
        try:
            result = await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise
            cancelled = True
            if not task.done():
                continue
            result = task.result()
        if cancelled:
            raise asyncio.CancelledError
        return result


async def worker(take, handle, commit, release):
    async def items():
        while (item := await take()) is not None:
            yield item

    count = 0
    try:
        async for item in items():
            await unhurried(commit(item, await handle(item)))
            count += 1
    finally:
        await unhurried(release())
    return count
