# the jobs run one after another
async def run_all(jobs):
    outcomes = []
    for job in jobs:
        try:
            outcomes.append(("ok", await job()))
        except Exception as error:
            outcomes.append(("error", error))
    return outcomes


async def first_success(jobs):
    errors = []
    for kind, result in await run_all(jobs):
        if kind == "ok":
            return result
        errors.append(result)
    raise ExceptionGroup("no job succeeded", errors)


async def as_they_come(jobs, report):
    failed = []
    for index, job in enumerate(jobs):
        try:
            report(index, await job())
        except Exception:
            failed.append(index)
    return failed
