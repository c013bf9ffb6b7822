# first_success doesn't wait for the jobs that it has cancelled
import asyncio


async def outcome(job):
    try:
        return "ok", await job()
    except Exception as error:
        return "error", error


async def run_all(jobs):
    return await asyncio.gather(*[outcome(job) for job in jobs])


async def first_success(jobs):
    tasks = [asyncio.create_task(outcome(job)) for job in jobs]
    for task in asyncio.as_completed(tasks):
        kind, result = await task
        if kind == "ok":
            for other in tasks:
                other.cancel()
            return result
    raise ExceptionGroup("no job succeeded", [task.result()[1] for task in tasks])


async def as_they_come(jobs, report):
    failed = []

    async def one(index, job):
        kind, result = await outcome(job)
        report(index, result) if kind == "ok" else failed.append(index)

    await asyncio.gather(*[one(index, job) for index, job in enumerate(jobs)])
    return sorted(failed)
