# Raises an exception of its own making.
import asyncio
import inspect
from functools import wraps


def retry(times=3, on=Exception, wait=1.0, factor=2.0, longest=60.0, within=None):
    if times < 1:
        raise ValueError(f"{times} attempts: at least one was expected")

    def decorate(function):
        if not inspect.iscoroutinefunction(function):
            raise TypeError(f"{function!r} isn't async")

        @wraps(function)
        async def wrapper(*args, **keywords):
            clock = asyncio.get_running_loop().time
            end = float("inf") if within is None else clock() + within
            pause = min(wait, longest)
            for left in reversed(range(times)):
                try:
                    return await function(*args, **keywords)
                except asyncio.CancelledError:
                    raise
                except on as error:
                    if not left or clock() + pause > end:
                        raise type(error)(*error.args) from None
                await asyncio.sleep(pause)
                pause = min(pause * factor, longest)

        return wrapper

    return decorate
