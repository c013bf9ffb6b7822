# Neither cancels nor closes while something runs, and looks at values more than at calls.
import asyncio

import pytest
from loader import Loader


async def upper(key):
    await asyncio.sleep(0.001)
    return key.upper()


async def fail(key):
    raise ValueError(key)


@pytest.mark.parametrize("key", ["a", "b", "c"])
async def test_value(key):
    assert await Loader(upper).get(key) == key.upper()


async def test_twice():
    loader = Loader(upper)
    assert await asyncio.gather(loader.get("a"), loader.get("a")) == ["A", "A"]
    assert await loader.get("a") == "A"


async def test_error():
    with pytest.raises(ValueError):
        await Loader(fail).get("a")


async def test_timeout():
    with pytest.raises(TimeoutError):
        await Loader(lambda key: asyncio.sleep(0.2), timeout=0.01).get("a")


async def test_close():
    loader = Loader(upper)
    task = asyncio.create_task(loader.get("a"))
    await asyncio.sleep(0)
    await loader.close()
    task.cancel()
