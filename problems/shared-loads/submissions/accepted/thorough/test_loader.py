import asyncio

import pytest
from loader import Loader


class Source:
    """A fetch that takes as long as the test wants, and tells what became of it."""

    def __init__(self):
        self.calls, self.ended, self.cancelled = [], [], []
        self.go = asyncio.Event()
        self.error = None

    async def __call__(self, key):
        self.calls.append(key)
        try:
            await self.go.wait()
            if self.error:
                raise self.error
            return key.upper() or None
        except asyncio.CancelledError:
            self.cancelled.append(key)
            await asyncio.sleep(0)
            raise
        finally:
            self.ended.append(key)


async def settle():
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def source():
    return Source()


async def test_loads_once(source):
    source.go.set()
    loader = Loader(source)
    assert [await loader.get(key) for key in ("a", "a", "b", "")] == ["A", "A", "B", None]
    assert await loader.get("") is None
    assert source.calls == ["a", "b", ""]


async def test_shares(source):
    loader = Loader(source)
    tasks = [asyncio.create_task(loader.get(key)) for key in "aab"]
    await settle()
    assert sorted(source.calls) == ["a", "b"]
    source.go.set()
    assert await asyncio.gather(*tasks) == ["A", "A", "B"]
    assert len(source.calls) == 2


async def test_errors_reach_all_and_are_not_kept(source):
    loader = Loader(source)
    tasks = [asyncio.create_task(loader.get("a")) for _ in range(2)]
    await settle()
    source.error = ValueError("no")
    source.go.set()
    assert await asyncio.gather(*tasks, return_exceptions=True) == [source.error] * 2
    source.error = None
    assert await loader.get("a") == "A"


async def test_takes_too_long(source):
    loader = Loader(source, timeout=0.02)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1) as guard:
            await loader.get("a")
    assert not guard.expired()
    assert source.cancelled == ["a"]
    source.go.set()
    assert await loader.get("a") == "A"


async def test_one_gives_up(source):
    loader = Loader(source)
    first, second = asyncio.create_task(loader.get("a")), asyncio.create_task(loader.get("a"))
    await settle()
    first.cancel()
    await settle()
    assert first.cancelled() and not second.done()
    source.go.set()
    assert await second == "A"


async def test_all_give_up(source):
    loader = Loader(source)
    tasks = [asyncio.create_task(loader.get("a")) for _ in range(2)]
    await settle()
    for task in tasks:
        task.cancel()
    await settle()
    assert all(task.cancelled() for task in tasks)
    assert source.cancelled == ["a"]
    source.go.set()
    assert await loader.get("a") == "A"


async def test_close(source):
    loader = Loader(source)
    tasks = [asyncio.create_task(loader.get(key)) for key in "ab"]
    await settle()
    async with asyncio.timeout(1):
        await loader.close()
    assert sorted(source.ended) == ["a", "b"]
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(result) for result in results] == [asyncio.CancelledError] * 2


async def test_close_with_nothing_to_do(source):
    await Loader(source).close()
