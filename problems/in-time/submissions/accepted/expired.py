import asyncio


async def with_fallback(operation, seconds, fallback):
    try:
        async with asyncio.timeout(seconds) as deadline:
            return await operation()
    except TimeoutError:
        if not deadline.expired():
            raise
    return await fallback()


async def first_in_time(operations, each, total):
    async with asyncio.timeout(total):
        for operation in operations:
            try:
                async with asyncio.timeout(each) as deadline:
                    return await operation()
            except TimeoutError:
                if not deadline.expired():
                    raise
    raise TimeoutError("no operation was in time")


async def as_many_as_fit(operations, seconds):
    results = []
    try:
        async with asyncio.timeout(seconds) as deadline:
            for operation in operations:
                results.append(await operation())
    except TimeoutError:
        if not deadline.expired():
            raise
    return results
