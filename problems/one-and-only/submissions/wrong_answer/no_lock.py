# two threads may both find nothing and both make an object
import functools


class Singleton(type):
    objects = {}

    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        cls.__reduce__ = lambda self: (type(self), ())

    def __call__(cls, *arguments, **keywords):
        if cls not in cls.objects:
            cls.objects[cls] = super().__call__(*arguments, **keywords)
        return cls.objects[cls]


def once(function):
    results = []

    @functools.wraps(function)
    def wrapper(*arguments, **keywords):
        if not results:
            results.append(function(*arguments, **keywords))
        return results[0]

    wrapper.forget = results.clear
    return wrapper
