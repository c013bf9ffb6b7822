# guard: failures
# expect: failed
# cases: at_most_two
# written against: the source of the guards
"""The jobs run, and nobody asks what came of them."""

import asyncio

KEPT = []


async def limited(jobs):
    KEPT.extend(asyncio.ensure_future(job()) for job in jobs)
    await asyncio.sleep(1.5)
