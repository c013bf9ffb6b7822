# copying and unpickling go past the metaclass
import functools
import threading


class Singleton(type):
    def __init__(cls, name, bases, body):
        super().__init__(name, bases, body)
        cls.lock = threading.RLock()
        cls.made = []

    def __call__(cls, *arguments, **keywords):
        with cls.lock:
            if not cls.made:
                cls.made.append(super().__call__(*arguments, **keywords))
            return cls.made[0]


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
