# nothing is taken back when book_all is cancelled: CancelledError is no Exception
import asyncio


async def book_all(bookings):
    made = []

    async def make(book, undo):
        made.append((undo, await book()))
        return made[-1][1]

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(make(*booking)) for booking in bookings]
    except Exception:
        while made:
            undo, number = made.pop()
            await undo(number)
        raise
    return [task.result() for task in tasks]


async def explain(journey):
    found = []
    try:
        await journey()
    except* OSError as group:
        todo = list(group.exceptions)
        while todo:
            error = todo.pop()
            if isinstance(error, ExceptionGroup):
                todo += error.exceptions
            else:
                found.append(str(error))
    return sorted(found)
