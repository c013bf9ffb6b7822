# takes all jobs at once and makes a task of each, before there are places for them
import asyncio
from collections import defaultdict


async def run_limited(jobs, limit):
    places = asyncio.Semaphore(limit)

    async def one(job):
        async with places:
            return await job()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(job)) for job in jobs]
    return [task.result() for task in tasks]


async def fetch_all(pages, fetch, limit, per_host):
    places = asyncio.Semaphore(limit)
    hosts = defaultdict(lambda: asyncio.Semaphore(per_host))

    async def one(host, path):
        async with hosts[host], places:
            return await fetch(host, path)

    return await asyncio.gather(*[one(*page) for page in pages])
