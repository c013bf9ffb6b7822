# the cancellation is swallowed: the worker ends as if all were done
import asyncio


async def unhurried(awaitable):
    task = asyncio.ensure_future(awaitable)
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            pass
    return task.result()


async def worker(take, handle, commit, release):
    committed = 0
    try:
        while (item := await take()) is not None:
            await unhurried(commit(item, await handle(item)))
            committed += 1
    except asyncio.CancelledError:
        pass
    finally:
        await unhurried(release())
    return committed
