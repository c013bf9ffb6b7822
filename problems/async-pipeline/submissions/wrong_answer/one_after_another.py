# Takes each item through all stages before it takes the next one.
async def run_pipeline(source, stages, capacity=1):
    results = []
    try:
        async for item in source:
            for stage in stages:
                item = await stage(item)
            results.append(item)
    finally:
        if hasattr(source, "aclose"):
            await source.aclose()
    return results
