import asyncio

from pyjury import case, raises


class Server:
    """Opens connections, and knows all of them."""

    def __init__(self, submission, size=2, max_idle=60, opening=1.0):
        self.made, self.opening, self.failures = [], opening, []
        self.most = 0
        loop = asyncio.get_running_loop()
        self.pool = submission.Pool(self.connect, size=size, max_idle=max_idle, clock=lambda: loop.time())
        self.started = 0

    async def connect(self):
        self.started += 1
        await asyncio.sleep(self.opening)
        if self.failures and (error := self.failures.pop(0)):
            raise error
        connection = Connection(len(self.made) + 1)
        self.made.append(connection)
        self.most = max(self.most, len(self.open()))
        return connection

    def open(self):
        """The numbers of the connections that are open."""
        return [each.number for each in self.made if not each.closed]

    async def use(self, seconds, log=None, timeout=None, error=None):
        """Borrow a connection for so many seconds; its number."""
        async with self.pool.lend(timeout=timeout) as connection:
            assert not connection.closed and not connection.lent, f"connection {connection.number} is lent or closed"
            connection.lent = True
            try:
                if log is not None:
                    log.append((asyncio.get_running_loop().time(), connection.number))
                await asyncio.sleep(seconds)
                if error is not None:
                    raise error
            finally:
                connection.lent = False
            return connection.number


class Connection:
    def __init__(self, number):
        self.number = number
        self.closed = self.lent = False
        self.healthy, self.pings = True, 0

    async def ping(self):
        self.pings += 1
        if isinstance(self.healthy, Exception):
            raise self.healthy
        return self.healthy

    async def close(self):
        assert not self.lent and not self.closed, f"connection {self.number} is closed twice, or while it's lent"
        await asyncio.sleep(0.5)
        self.closed = True
        raise OSError("errors of close are ignored")


@case(open=True)
async def connections_are_used_again(submission, clock):
    server = Server(submission)
    assert [await server.use(5) for _ in range(3)] == [1, 1, 1]
    assert clock.now == 16 and (server.pool.idle, server.pool.lent) == (1, 0)
    assert server.made[0].pings == 2


@case(open=True)
async def no_more_than_so_many(submission, clock):
    server, log = Server(submission, size=3), []
    await asyncio.gather(*(server.use(10, log) for _ in range(8)))
    assert sorted(log) == [(1, 1), (1, 2), (1, 3), (11, 1), (11, 2), (11, 3), (21, log[6][1]), (21, log[7][1])]
    assert server.started == 3 and clock.now == 31
    assert (server.pool.idle, server.pool.lent) == (3, 0)


@case
async def in_the_order_in_which_they_came(submission, clock):
    server, order = Server(submission, size=1), []

    async def client(name):
        await asyncio.sleep(name / 10)
        async with server.pool.lend():
            order.append(name)
            await asyncio.sleep(5)

    await asyncio.gather(*(client(name) for name in (3, 1, 4, 0, 2)))
    assert order == [0, 1, 2, 3, 4]
    assert 25 <= clock.now < 30


@case
async def the_one_that_came_back_last(submission):
    server = Server(submission, size=3)
    await asyncio.gather(server.use(3), server.use(1), server.use(2))
    assert server.pool.idle == 3
    assert await server.use(1) == 1
    async with server.pool.lend() as first, server.pool.lend() as second:
        assert (first.number, second.number) == (1, 3)
        assert (server.pool.idle, server.pool.lent) == (1, 2)


@case
async def idle_for_too_long(submission, clock):
    server = Server(submission, size=2, max_idle=60)
    await asyncio.gather(server.use(1), server.use(20))
    await asyncio.sleep(59)
    assert await server.use(1) == 2
    assert server.open() == [1, 2]
    await asyncio.sleep(60)
    assert await server.use(1) == 3
    assert server.open() == [3] and [each.pings for each in server.made] == [0, 1, 0]


@case(open=True)
async def unhealthy_connections(submission):
    server = Server(submission, size=3)
    await asyncio.gather(server.use(1), server.use(2), server.use(3))
    server.made[2].healthy = False
    server.made[1].healthy = OSError("gone")
    assert await server.use(1) == 1
    assert server.open() == [1]
    server.made[0].healthy = False
    assert await server.use(1) == 4


@case(open=True)
async def blocks_that_fail(submission):
    server = Server(submission)
    with raises(ValueError, match="of the block"):
        await server.use(1, error=ValueError("of the block"))
    assert server.open() == [1] and server.pool.idle == 1
    with raises(ConnectionResetError):
        await server.use(1, error=ConnectionResetError("reset"))
    assert server.open() == [] and (server.pool.idle, server.pool.lent) == (0, 0)
    assert await server.use(1) == 2


@case(open=True)
async def timeouts(submission, clock):
    server = Server(submission, size=1)
    holder = asyncio.create_task(server.use(100))
    await asyncio.sleep(2)
    with raises(submission.PoolTimeout):
        await server.use(1, timeout=5)
    assert clock.now == 7 and issubclass(submission.PoolTimeout, TimeoutError)
    patient = asyncio.create_task(server.use(1, timeout=200))
    await holder
    assert await patient == 1 and clock.now == 102


@case
async def giving_up_loses_nothing(submission, clock):
    server, log = Server(submission, size=1), []
    holder = asyncio.create_task(server.use(10))
    await asyncio.sleep(2)
    impatient = [asyncio.create_task(server.use(1, timeout=3)) for _ in range(2)]
    cancelled = asyncio.create_task(server.use(1))
    patient = asyncio.create_task(server.use(1, log))
    await asyncio.sleep(4)
    cancelled.cancel()
    await asyncio.gather(holder, patient, *impatient, cancelled, return_exceptions=True)
    assert log == [(11, 1)] and (server.pool.idle, server.pool.lent) == (1, 0)


@case
async def giving_up_at_the_last_moment(submission, clock):
    server, log = Server(submission, size=1, opening=0), []
    for _ in range(3):
        holder = asyncio.create_task(server.use(10))
        await asyncio.sleep(1)
        loser = asyncio.create_task(server.use(1, timeout=9))
        winner = asyncio.create_task(server.use(1, log))
        await asyncio.gather(holder, loser, winner, return_exceptions=True)
        assert (server.pool.idle, server.pool.lent) == (1, 0)
    assert len(log) == 3 and server.started == 1


@case
async def slow_openings(submission, clock):
    server, log = Server(submission, size=1, opening=10), []
    with raises(submission.PoolTimeout):
        await server.use(1, timeout=4)
    assert clock.now == 4
    assert await server.use(1, log) in (1, 2)
    assert server.most == 1 and len(log) == 1


@case
async def connections_that_cant_be_opened(submission, clock):
    server = Server(submission, size=1)
    server.failures = [OSError("refused"), None]
    first, second = asyncio.create_task(server.use(1)), asyncio.create_task(server.use(1))
    with raises(OSError, match="refused"):
        await first
    assert await second == 1
    assert clock.now == 3 and (server.pool.idle, server.pool.lent) == (1, 0)


@case(open=True)
async def closing(submission, clock):
    server = Server(submission, size=2)
    await asyncio.gather(server.use(1), server.use(2))
    lent = asyncio.create_task(server.use(50))
    await asyncio.sleep(1)
    assert (server.pool.idle, server.pool.lent) == (1, 1)
    await server.pool.close()
    assert server.open() == [2] and (server.pool.idle, server.pool.lent) == (0, 1)
    with raises(submission.PoolClosed):
        await server.use(1)
    assert await lent == 2 and server.open() == []


@case
async def closing_while_some_wait(submission, clock):
    server = Server(submission, size=1)
    lent = asyncio.create_task(server.use(20))
    await asyncio.sleep(2)
    waiting = [asyncio.create_task(server.use(1, timeout=timeout)) for timeout in (None, 100)]
    await asyncio.sleep(2)
    await server.pool.close()
    for each in waiting:
        with raises(submission.PoolClosed):
            await asyncio.wait_for(each, 1)
    assert clock.now == 4
    await lent
    assert server.open() == []


@case
async def a_busy_day(submission, clock):
    server, log = Server(submission, size=4, max_idle=15), []
    tasks = []
    for number in range(40):
        error = ConnectionError("lost") if number % 7 == 3 else ValueError("oops") if number % 5 == 2 else None
        tasks.append(asyncio.create_task(server.use(number % 6 + 1, log, 12 if number % 4 == 0 else None, error)))
        if number % 9 == 4:
            tasks[-2].cancel()
        await asyncio.sleep(0 if number % 3 else 2)
    await asyncio.gather(*tasks, return_exceptions=True)
    assert server.most <= 4
    assert server.pool.lent == 0 and server.pool.idle == len(server.open())
    await server.pool.close()
    assert server.open() == []
