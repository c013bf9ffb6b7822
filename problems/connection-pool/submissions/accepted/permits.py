import asyncio
from contextlib import asynccontextmanager


class PoolTimeout(TimeoutError):
    pass


class PoolClosed(Exception):
    pass


class Pool:
    """A permit is the right to one of the `size` connections; who waits, waits for a permit."""

    def __init__(self, connect, size, max_idle, clock):
        self.connect = connect
        self.max_idle = max_idle
        self.clock = clock
        self.permits = size
        self.waiting = []
        self.kept = []  # idle connections, and since when
        self.lent = 0
        self.closed = False

    @property
    def idle(self):
        return len(self.kept)

    @asynccontextmanager
    async def lend(self, timeout=None):
        deadline = asyncio.timeout(timeout)
        try:
            async with deadline:
                connection = await self.take()
        except TimeoutError:
            if deadline.expired():
                raise PoolTimeout(f"no connection for {timeout} s") from None
            raise
        self.lent += 1
        broken = False
        try:
            yield connection
        except ConnectionError:
            broken = True
            raise
        finally:
            self.lent -= 1
            try:
                if broken or self.closed:
                    await self.discard(connection)
                else:
                    self.kept.append((connection, self.clock()))
            finally:
                self.release()

    async def take(self):
        await self.permit()
        try:
            while self.kept:
                connection, since = self.kept.pop()
                try:
                    if self.clock() - since < self.max_idle and await healthy(connection):
                        return connection
                except BaseException:
                    self.kept.append((connection, since))
                    raise
                await self.discard(connection)
            return await self.connect()
        except BaseException:
            self.release()
            raise

    async def permit(self):
        if self.closed:
            raise PoolClosed
        if self.permits:
            self.permits -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self.waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and not turn.exception():
                self.release()
            elif turn in self.waiting:
                self.waiting.remove(turn)
            raise

    def release(self):
        """Give the permit to the first who still waits."""
        while self.waiting:
            turn = self.waiting.pop(0)
            if not turn.done():
                turn.set_result(None)
                return
        self.permits += 1

    async def close(self):
        self.closed = True
        for turn in self.waiting:
            if not turn.done():
                turn.set_exception(PoolClosed())
        self.waiting.clear()
        kept, self.kept = self.kept, []
        for connection, _ in kept:
            await self.discard(connection)

    async def discard(self, connection):
        try:
            await connection.close()
        except Exception:
            pass


async def healthy(connection):
    try:
        return await connection.ping()
    except Exception:
        return False
