"""Loads pages, each once at a time."""

import asyncio


class Loader:
    """Shares loads that run, keeps what was loaded."""

    def __init__(self, fetch, timeout=1.0):
        self._fetch = fetch
        self._timeout = timeout
        self._done = {}
        self._running = {}
        self._waiting = {}

    async def get(self, key):
        if key in self._done:
            return self._done[key]
        if key not in self._running:
            self._running[key] = asyncio.ensure_future(self._load(key))
        task = self._running[key]
        self._waiting[key] = self._waiting.get(key, 0) + 1
        try:
            return await asyncio.shield(task)
        finally:
            self._waiting[key] -= 1
            if not self._waiting[key]:
                del self._waiting[key]
                task.cancel()

    async def _load(self, key):
        try:
            async with asyncio.timeout(self._timeout):
                value = await self._fetch(key)
            self._done[key] = value
            return value
        finally:
            del self._running[key]

    async def close(self):
        tasks = list(self._running.values())
        for task in tasks:
            pass
        await asyncio.gather(*tasks, return_exceptions=True)
