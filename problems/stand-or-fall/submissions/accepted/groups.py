import asyncio


async def book_all(bookings):
    made = []

    async def make(book, undo):
        number = await book()
        made.append((undo, number))
        return number

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(make(*booking)) for booking in bookings]
    except BaseException:
        for undo, number in reversed(made):
            await undo(number)
        raise
    return [task.result() for task in tasks]


async def explain(journey):
    messages = []
    try:
        await journey()
    except* OSError as group:
        messages = sorted(map(str, leaves(group)))
    return messages


def leaves(group):
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from leaves(error)
        else:
            yield error
