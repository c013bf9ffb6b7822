# The limit belongs to the decorator, not to each function that it decorates.
import time
from collections import deque
from functools import wraps


def counted(function):
    @wraps(function)
    def wrapper(*args, **keywords):
        wrapper.calls += 1
        return function(*args, **keywords)

    wrapper.calls = 0
    return wrapper


def logged(write):
    def decorate(function):
        name = function.__name__

        @wraps(function)
        def wrapper(*args, **keywords):
            arguments = [repr(each) for each in args] + [f"{key}={each!r}" for key, each in keywords.items()]
            write(f"{name}({', '.join(arguments)})")
            try:
                result = function(*args, **keywords)
            except BaseException as error:
                write(f"{name} raised {error!r}")
                raise
            write(f"{name} -> {result!r}")
            return result

        return wrapper

    return decorate


def repeat(times=2):
    if callable(times):
        return repeat()(times)
    if times < 0:
        raise ValueError(f"{times} times")

    def decorate(function):
        @wraps(function)
        def wrapper(*args, **keywords):
            return [function(*args, **keywords) for _ in range(times)]

        return wrapper

    return decorate


class TooManyCalls(Exception):
    def __init__(self, wait):
        super().__init__(f"too many calls; wait {wait:g} s")
        self.wait = wait


def at_most(count, seconds):
    begun = deque(maxlen=count)

    def decorate(function):

        @wraps(function)
        def wrapper(*args, **keywords):
            now = time.monotonic()
            if len(begun) == count and now - begun[0] < seconds:
                raise TooManyCalls(seconds - (now - begun[0]))
            begun.append(now)
            return function(*args, **keywords)

        return wrapper

    return decorate
