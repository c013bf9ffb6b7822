import asyncio


class Late(Exception):
    """Our time is over."""


async def limited(operation, seconds):
    task = asyncio.ensure_future(operation())
    try:
        done, _ = await asyncio.wait([task], timeout=seconds)
    except asyncio.CancelledError:
        await cut(task)
        raise
    if not done:
        await cut(task)
        raise Late
    return task.result()


async def cut(task):
    task.cancel()
    await asyncio.wait([task])


async def with_fallback(operation, seconds, fallback):
    try:
        return await limited(operation, seconds)
    except Late:
        return await fallback()


async def first_in_time(operations, each, total):
    now = asyncio.get_running_loop().time
    end = now() + total
    for operation in operations:
        if now() >= end:
            break
        try:
            return await limited(operation, min(each, end - now()))
        except Late:
            continue
    raise TimeoutError


async def as_many_as_fit(operations, seconds):
    now = asyncio.get_running_loop().time
    end = now() + seconds
    results = []
    for operation in operations:
        try:
            results.append(await limited(operation, end - now()))
        except Late:
            break
    return results
