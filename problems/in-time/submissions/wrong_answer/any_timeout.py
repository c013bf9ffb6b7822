# takes every TimeoutError for the end of its own time
import asyncio


async def with_fallback(operation, seconds, fallback):
    try:
        return await asyncio.wait_for(operation(), seconds)
    except TimeoutError:
        return await fallback()


async def first_in_time(operations, each, total):
    async with asyncio.timeout(total):
        for operation in operations:
            try:
                return await asyncio.wait_for(operation(), each)
            except TimeoutError:
                pass
    raise TimeoutError


async def as_many_as_fit(operations, seconds):
    results = []
    try:
        async with asyncio.timeout(seconds):
            for operation in operations:
                results.append(await operation())
    except TimeoutError:
        pass
    return results
