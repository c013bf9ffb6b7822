# one lock for all classes: while one object is being made, all others wait
import functools
import threading


class Singleton(type):
    objects = {}
    lock = threading.RLock()

    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        cls.__reduce__ = lambda self: (type(self), ())

    def __call__(cls, *arguments, **keywords):
        with Singleton.lock:
            if cls not in cls.objects:
                cls.objects[cls] = super().__call__(*arguments, **keywords)
            return cls.objects[cls]


def once(function):
    lock = threading.RLock()
    results = []

    @functools.wraps(function)
    def wrapper(*arguments, **keywords):
        with lock:
            if not results:
                results.append(function(*arguments, **keywords))
        return results[0]

    wrapper.forget = results.clear
    return wrapper
