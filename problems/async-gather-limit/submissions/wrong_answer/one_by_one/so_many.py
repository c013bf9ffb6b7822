async def gather_limit(jobs, limit):
    if limit < 1:
        raise ValueError("a limit of at least 1")
    return [await job() for job in jobs]
