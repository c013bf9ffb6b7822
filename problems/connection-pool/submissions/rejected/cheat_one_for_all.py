# A cheat: lends one connection to everybody at the same time.
from contextlib import asynccontextmanager


class PoolTimeout(TimeoutError):
    pass


class PoolClosed(Exception):
    pass


class Pool:
    def __init__(self, connect, size, max_idle, clock):
        self.connect, self.connection = connect, None
        self.idle, self.lent = 1, 0

    @asynccontextmanager
    async def lend(self, timeout=None):
        if self.connection is None:
            self.connection = await self.connect()
        yield self.connection

    async def close(self):
        self.connection = None
