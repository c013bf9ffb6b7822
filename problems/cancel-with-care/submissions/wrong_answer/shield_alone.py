# asyncio.shield keeps the commit alive, but nobody waits for its end
import asyncio


async def unhurried(awaitable):
    return await asyncio.shield(awaitable)


async def worker(take, handle, commit, release):
    committed = 0
    try:
        while (item := await take()) is not None:
            await unhurried(commit(item, await handle(item)))
            committed += 1
    finally:
        await unhurried(release())
    return committed
