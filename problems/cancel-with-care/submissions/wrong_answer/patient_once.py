# the second cancellation cuts what the first one didn't
import asyncio


async def unhurried(awaitable):
    task = asyncio.ensure_future(awaitable)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


async def worker(take, handle, commit, release):
    committed = 0
    try:
        while (item := await take()) is not None:
            await unhurried(commit(item, await handle(item)))
            committed += 1
    finally:
        await unhurried(release())
    return committed
