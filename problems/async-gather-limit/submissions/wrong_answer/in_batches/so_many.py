import asyncio
import itertools


async def gather_limit(jobs, limit):
    if limit < 1:
        raise ValueError("a limit of at least 1")
    jobs, results = iter(jobs), []
    while batch := list(itertools.islice(jobs, limit)):
        results += await asyncio.gather(*[job() for job in batch])
    return results
