"""Without coroutine tests: each runs a loop of its own."""

import asyncio
import unittest

from loader import Loader


class LoaderTests(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.calls, self.cancelled, self.answers, self.delay = [], 0, {}, 0.02

    async def fetch(self, key):
        self.calls.append(key)
        try:
            await asyncio.sleep(self.delay)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        answer = self.answers.get(key, key)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def test_keeps(self):
        loader = Loader(self.fetch)
        self.answers["n"] = None
        for key in "aann":
            self.assertEqual(await loader.get(key), self.answers.get(key, key))
        self.assertEqual(self.calls, ["a", "n"])

    async def test_shares(self):
        loader = Loader(self.fetch)
        await asyncio.gather(loader.get("a"), loader.get("a"))
        self.assertEqual(self.calls, ["a"])

    async def test_side_by_side(self):
        loader = Loader(self.fetch)
        tasks = [asyncio.create_task(loader.get(key)) for key in "abc"]
        await asyncio.sleep(0.005)
        self.assertEqual(len(self.calls), 3)
        await asyncio.gather(*tasks)

    async def test_errors(self):
        loader = Loader(self.fetch)
        self.answers["a"] = ValueError("x")
        results = await asyncio.gather(loader.get("a"), loader.get("a"), return_exceptions=True)
        self.assertEqual(results, [self.answers["a"]] * 2)
        del self.answers["a"]
        self.assertEqual(await loader.get("a"), "a")

    async def test_timeout(self):
        loader = Loader(self.fetch, 0.02)
        self.delay = 0.3
        with self.assertRaises(TimeoutError):
            await loader.get("a")
        await asyncio.sleep(0)
        self.assertEqual(self.cancelled, 1)
        self.delay = 0
        self.assertEqual(await loader.get("a"), "a")

    async def test_cancelling(self):
        loader = Loader(self.fetch)
        first, second = (asyncio.create_task(loader.get("a")) for _ in range(2))
        await asyncio.sleep(0.001)
        first.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await first
        self.assertEqual(await second, "a")

    async def test_cancelling_all(self):
        self.delay = 60  # longer than any machine is busy
        loader = Loader(self.fetch)
        task = asyncio.create_task(loader.get("a"))
        await asyncio.sleep(0.001)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.001)
        self.assertEqual(self.cancelled, 1)

    async def test_close(self):
        self.delay = 60  # longer than any machine is busy
        loader = Loader(self.fetch)
        task = asyncio.create_task(loader.get("a"))
        await asyncio.sleep(0.001)
        await loader.close()
        self.assertEqual(self.cancelled, 1)
        with self.assertRaises(asyncio.CancelledError):
            await task
