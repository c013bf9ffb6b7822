# guard: endings
# expect: failed
# cases: in_a_group
# written against: the source of the guards
"""A task that was cancelled is none that failed."""

import asyncio


async def doubled(number):
    raise asyncio.CancelledError
