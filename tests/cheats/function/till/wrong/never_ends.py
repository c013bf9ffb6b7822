"""Coroutines that wait for what nobody does."""

import asyncio


async def doubled(number):
    await asyncio.Event().wait()


async def limited(jobs):
    await asyncio.get_running_loop().create_future()


async def one_by_one(jobs):
    lock = asyncio.Lock()
    await lock.acquire()
    async with lock:
        pass
