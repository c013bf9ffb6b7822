# waits no longer than it should, but what is late runs on
import asyncio


async def limited(operation, seconds):
    task = asyncio.create_task(operation())
    done, _ = await asyncio.wait([task], timeout=seconds)
    return done and task


async def with_fallback(operation, seconds, fallback):
    task = await limited(operation, seconds)
    return task.result() if task else await fallback()


async def first_in_time(operations, each, total):
    for operation in operations:
        task = await limited(operation, min(each, total))
        if task:
            return task.result()
        total -= each
        if total <= 0:
            break
    raise TimeoutError


async def as_many_as_fit(operations, seconds):
    results = []
    end = asyncio.get_running_loop().time() + seconds
    for operation in operations:
        task = await limited(operation, end - asyncio.get_running_loop().time())
        if not task:
            break
        results.append(task.result())
    return results
