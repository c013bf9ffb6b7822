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
    finally:
        for task in workers:
            task.cancel()
        await asyncio.wait(workers)
    return [results[place] for place in sorted(results)]


async def fetch_all(pages, fetch, limit, per_host):
    places = asyncio.Semaphore(limit)
    hosts = defaultdict(lambda: asyncio.Semaphore(per_host))

    async def one(host, path):
        async with hosts[host], places:
            return await fetch(host, path)

    return await asyncio.gather(*[one(*page) for page in pages])
