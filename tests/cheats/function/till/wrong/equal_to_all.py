"""A student's class with an __eq__ that is too kind, and a metaclass that is no better."""


class Kind(type):
    def __eq__(self, other):
        return self.__name__ == getattr(other, "__name__", "Sum")

    def __hash__(self):
        return hash(self.__name__)


class Sum(metaclass=Kind):
    def __eq__(self, other):
        return not self < other

    def __lt__(self, other):
        return False

    __gt__ = __lt__


def total(numbers):
    return Sum()


def largest(numbers):
    return Sum


ratio = total
