# a batch begins only when the slowest job of the batch before has ended
import asyncio
import itertools


async def run_limited(jobs, limit):
    results = []
    jobs = iter(jobs)
    while batch := list(itertools.islice(jobs, limit)):
        results += await asyncio.gather(*[job() for job in batch])
    return results


async def fetch_all(pages, fetch, limit, per_host):
    todo, results = list(enumerate(pages)), {}
    while todo:
        batch, count = [], {}
        for place, (host, path) in todo:
            if len(batch) < limit and count.get(host, 0) < per_host:
                batch.append((place, host, path))
                count[host] = count.get(host, 0) + 1
        found = await asyncio.gather(*[fetch(host, path) for _, host, path in batch])
        results |= zip((place for place, *_ in batch), found)
        todo = [each for each in todo if each[0] not in results]
    return [results[place] for place in range(len(pages))]
