import asyncio


async def gather_limit(jobs, limit):
    if limit < 1:
        raise ValueError("a limit of at least 1")
    left = enumerate(jobs)
    results = {}

    async def work():
        for place, job in left:
            results[place] = await job()

    workers = []
    try:
        for _ in range(limit):
            workers.append(asyncio.create_task(work()))
            await asyncio.sleep(0)
            if workers[-1].done():
                break
        done, _ = await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
        for worker in workers:
            if worker in done and worker.exception() is not None:
                raise worker.exception()
    finally:
        left = iter(())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return [results[place] for place in sorted(results)]
