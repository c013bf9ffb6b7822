# a caller that cancels gets the fallback: CancelledError is taken for the end of the time
import asyncio


async def limited(operation, seconds):
    task = asyncio.create_task(operation())
    timer = asyncio.get_running_loop().call_later(seconds, task.cancel)
    try:
        return True, await task
    except asyncio.CancelledError:
        return False, None
    finally:
        timer.cancel()


async def with_fallback(operation, seconds, fallback):
    good, result = await limited(operation, seconds)
    return result if good else await fallback()


async def first_in_time(operations, each, total):
    async with asyncio.timeout(total):
        for operation in operations:
            good, result = await limited(operation, each)
            if good:
                return result
    raise TimeoutError


async def as_many_as_fit(operations, seconds):
    results = []
    end = asyncio.get_running_loop().time() + seconds
    for operation in operations:
        good, result = await limited(operation, end - asyncio.get_running_loop().time())
        if not good:
            break
        results.append(result)
    return results
