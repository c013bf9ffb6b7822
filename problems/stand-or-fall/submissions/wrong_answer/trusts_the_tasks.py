# takes back in the order of the list, not the last one first
import asyncio


async def book_all(bookings):
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks += [group.create_task(book()) for book, undo in bookings]
    except BaseException:
        for task, (book, undo) in zip(tasks, bookings):
            if not task.cancelled() and not task.exception():
                await undo(task.result())
        raise
    return [task.result() for task in tasks]


async def explain(journey):
    messages = []

    def collect(error):
        if isinstance(error, BaseExceptionGroup):
            for each in error.exceptions:
                collect(each)
        else:
            messages.append(str(error))

    try:
        await journey()
    except* OSError as group:
        collect(group)
    return sorted(messages)
