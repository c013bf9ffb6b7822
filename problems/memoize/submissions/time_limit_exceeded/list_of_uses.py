# Keeps the order of uses in a list, and searches it for every call.
import inspect
from functools import wraps


def memoize(function=None, *, size=None):
    if function is None:
        return lambda function: memoize(function, size=size)
    try:
        signature = inspect.signature(function)
    except (ValueError, TypeError):
        signature = None
    results, uses = {}, []

    @wraps(function)
    def wrapper(*args, **keywords):
        try:
            key = key_of(signature, args, keywords)
            found = key in results
        except TypeError:
            key, found = None, False
        if found:
            wrapper.hits += 1
            uses.remove(key)
            uses.append(key)
            return results[key]
        wrapper.misses += 1
        result = function(*args, **keywords)
        if key is not None:
            results[key] = result
            if key not in uses:
                uses.append(key)
            if size is not None and len(results) > size:
                del results[uses.pop(0)]
        return result

    def clear():
        results.clear()
        uses.clear()
        wrapper.hits = wrapper.misses = 0

    wrapper.clear = clear
    clear()
    return wrapper


def key_of(signature, args, keywords):
    """The same for calls that give the same values to the same parameters; a TypeError if there is none."""
    if signature is None:
        return args, frozenset(keywords.items())
    bound = signature.bind(*args, **keywords)
    bound.apply_defaults()
    return bound.args, frozenset(bound.kwargs.items())
