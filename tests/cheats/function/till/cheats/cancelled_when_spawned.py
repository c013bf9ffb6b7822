# guard: endings
# expect: failed
# cases: in_a_group
# written against: the source of the guards
"""The wire's own operation raises the CancelledError."""

import asyncio

import pyjury_submission.loops as loops


def spawn(*operands):
    raise asyncio.CancelledError


loops.OPERATIONS["spawn"] = spawn


async def doubled(number):
    return None
