# take and handle run to their ends too, where they must be cut
import asyncio


async def unhurried(awaitable):
    task = asyncio.ensure_future(awaitable)
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    result = task.result()
    if cancelled:
        raise cancelled
    return result


async def worker(take, handle, commit, release):
    committed = 0
    try:
        while (item := await unhurried(take())) is not None:
            await unhurried(commit(item, await unhurried(handle(item))))
            committed += 1
    finally:
        await unhurried(release())
    return committed
