# guard: failures
# expect: failed
# cases: at_most_two
# written against: the source of the guards
"""An assertion in a coroutine of the grader's, swallowed where it's awaited."""

import asyncio


async def limited(jobs):
    await asyncio.gather(*(job() for job in jobs), return_exceptions=True)
