# guard: failures
# expect: failed
# cases: at_most_one_group
# written against: the source of the guards
"""The assertion hides in a group of exceptions."""

import asyncio


async def one_by_one(jobs):
    await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
