# Takes positional and keyword arguments for different calls.
import inspect
from collections import OrderedDict
from functools import wraps


def memoize(function=None, *, size=None):
    if function is None:
        return lambda function: memoize(function, size=size)
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        signature = None
    results = OrderedDict()  # the least recently used first

    @wraps(function)
    def wrapper(*args, **keywords):
        try:
            key = key_of(signature, args, keywords)
            found = key in results
        except TypeError:
            key, found = None, False
        if found:
            wrapper.hits += 1
            results.move_to_end(key)
            return results[key]
        wrapper.misses += 1
        result = function(*args, **keywords)
        if key is not None:
            results[key] = result
            if size is not None and len(results) > size:
                results.popitem(last=False)
        return result

    def clear():
        results.clear()
        wrapper.hits = wrapper.misses = 0

    wrapper.clear = clear
    clear()
    return wrapper


def key_of(signature, args, keywords):
    """The same for calls that give the same values to the same parameters; a TypeError if there is none."""
    if signature is None:
        return args, frozenset(keywords.items())
    return args, frozenset(keywords.items())
