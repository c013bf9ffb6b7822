# pages that wait for their host hold one of the places
import asyncio
from collections import defaultdict


async def run_limited(jobs, limit):
    numbered = enumerate(jobs)
    results = {}

    async def worker():
        for place, job in numbered:
            results[place] = await job()

    workers = [asyncio.create_task(worker()) for _ in range(limit)]
    try:
        await asyncio.gather(*workers)
    except BaseException:
        for task in workers:
            task.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        raise
    return [results[place] for place in sorted(results)]


async def fetch_all(pages, fetch, limit, per_host):
    places = asyncio.Semaphore(limit)
    hosts = defaultdict(lambda: asyncio.Semaphore(per_host))

    async def one(host, path):
        async with places, hosts[host]:
            return await fetch(host, path)

    return await asyncio.gather(*[one(*page) for page in pages])
