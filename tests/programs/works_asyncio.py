# expect: AC
# stdout: 0 1 2
# what: an event loop with tasks and a subprocess-free wait.
import asyncio


async def after(n):
    await asyncio.sleep(0.01 * (3 - n))
    return n


async def main():
    print(*await asyncio.gather(*map(after, range(3))))


asyncio.run(main())
