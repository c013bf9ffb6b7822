import functools
import threading


class Singleton(type):
    def __new__(meta, name, bases, body, **keywords):
        body["__reduce__"] = lambda self: (type(self), ())
        return super().__new__(meta, name, bases, body, **keywords)

    def __init__(cls, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        cls.__lock = threading.RLock()
        cls.__object = None

    def __call__(cls, *arguments, **keywords):
        with cls.__lock:
            if cls.__object is None:
                cls.__object = super().__call__(*arguments, **keywords)
            return cls.__object


def once(function):
    lock = threading.RLock()
    results = []

    @functools.wraps(function)
    def wrapper(*arguments, **keywords):
        with lock:
            if not results:
                results.append(function(*arguments, **keywords))
            return results[0]

    def forget():
        with lock:
            results.clear()

    wrapper.forget = forget
    return wrapper
