# the object is an attribute of the class, and subclasses inherit it; None doesn't count as a result
import functools
import threading


class Singleton(type):
    instance = None

    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        cls.lock = threading.RLock()
        cls.__copy__ = lambda self: self
        cls.__deepcopy__ = lambda self, memo: self
        cls.__reduce__ = lambda self: (type(self), ())

    def __call__(cls, *arguments, **keywords):
        with cls.lock:
            if cls.instance is None:
                cls.instance = super().__call__(*arguments, **keywords)
        return cls.instance


def once(function):
    lock = threading.RLock()
    result = None

    @functools.wraps(function)
    def wrapper(*arguments, **keywords):
        nonlocal result
        with lock:
            if result is None:
                result = function(*arguments, **keywords)
            return result

    def forget():
        nonlocal result
        result = None

    wrapper.forget = forget
    return wrapper
