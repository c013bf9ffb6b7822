# gather(return_exceptions=True) can't tell an exception that is a result from one that was raised
import asyncio


async def run_all(jobs):
    results = await asyncio.gather(*[job() for job in jobs], return_exceptions=True)
    return [("error" if isinstance(result, Exception) else "ok", result) for result in results]


async def outcome(job):
    try:
        return True, await job()
    except Exception as error:
        return False, error


async def first_success(jobs):
    tasks = [asyncio.create_task(outcome(job)) for job in jobs]
    try:
        for task in asyncio.as_completed(tasks):
            good, result = await task
            if good:
                return result
        raise ExceptionGroup("no job succeeded", [task.result()[1] for task in tasks])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def as_they_come(jobs, report):
    failed = []

    async def one(index, job):
        good, result = await outcome(job)
        report(index, result) if good else failed.append(index)

    await asyncio.gather(*[one(index, job) for index, job in enumerate(jobs)])
    return sorted(failed)
