import asyncio


async def gather_limit(jobs, limit):
    if limit < 1:
        raise ValueError("a limit of at least 1")
    gate = asyncio.Semaphore(limit)

    async def one(job):
        async with gate:
            return await job()

    return await asyncio.gather(*[one(job) for job in jobs])
