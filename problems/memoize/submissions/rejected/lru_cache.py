# functools.lru_cache: keywords make another call, and what can't be hashed is an error.
from functools import lru_cache, wraps


def memoize(function=None, *, size=None):
    if function is None:
        return lambda function: memoize(function, size=size)
    cached = lru_cache(size)(function)

    @wraps(function)
    def wrapper(*args, **keywords):
        result = cached(*args, **keywords)
        wrapper.hits, wrapper.misses, *_ = cached.cache_info()
        return result

    def clear():
        cached.cache_clear()
        wrapper.hits = wrapper.misses = 0

    wrapper.clear = clear
    clear()
    return wrapper
