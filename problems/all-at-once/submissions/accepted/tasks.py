import asyncio


async def outcome(job):
    try:
        return "ok", await job()
    except Exception as error:
        return "error", error


async def run_all(jobs):
    return await asyncio.gather(*map(outcome, jobs))


async def first_success(jobs):
    tasks = [asyncio.create_task(outcome(job)) for job in jobs]
    try:
        for next_done in asyncio.as_completed(tasks):
            kind, result = await next_done
            if kind == "ok":
                return result
        raise ExceptionGroup("no job succeeded", [task.result()[1] for task in tasks])
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def as_they_come(jobs, report):
    async def reported(index, job):
        kind, result = await outcome(job)
        if kind == "ok":
            report(index, result)
        return kind == "error"

    failed = await asyncio.gather(*(reported(*each) for each in enumerate(jobs)))
    return [index for index, flag in enumerate(failed) if flag]
