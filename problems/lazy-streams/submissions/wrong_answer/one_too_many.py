# take looks at its counter when it already has one item too many


async def close(source):
    if hasattr(source, "aclose"):
        await source.aclose()


async def take(source, count):
    try:
        async for item in source:
            if count == 0:
                return
            yield item
            count -= 1
    finally:
        await close(source)


async def batches(source, size):
    batch = []
    try:
        async for item in source:
            batch.append(item)
            if len(batch) == size:
                yield batch
                batch = []
        if batch:
            yield batch
    finally:
        await close(source)


async def merge(*sources):
    for source in sources:
        async for item in source:
            yield item
        await close(source)
