# gather raises the first failure alone, and lets the others run on
import asyncio


async def book_all(bookings):
    try:
        return await asyncio.gather(*[book() for book, undo in bookings])
    except Exception as error:
        raise ExceptionGroup("journey", [error])


async def explain(journey):
    try:
        await journey()
    except* OSError as group:
        messages = sorted(str(error) for error in group.exceptions)
    else:
        messages = []
    return messages
