# polls for a free place without ever letting the time pass
import asyncio
from collections import defaultdict


async def run_limited(jobs, limit):
    running, tasks = set(), []
    for job in jobs:
        task = asyncio.create_task(job())
        tasks.append(task)
        running.add(task)
        while len(running) >= limit:
            running = {each for each in running if not each.done()}
            await asyncio.sleep(0)
    return [await task for task in tasks]


async def fetch_all(pages, fetch, limit, per_host):
    places = asyncio.Semaphore(limit)
    hosts = defaultdict(lambda: asyncio.Semaphore(per_host))

    async def one(host, path):
        async with hosts[host], places:
            return await fetch(host, path)

    return await asyncio.gather(*[one(*page) for page in pages])
