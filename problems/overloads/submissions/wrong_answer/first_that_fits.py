# Takes the first function that fits: the order of definition decides, and nothing is ever ambiguous.
import functools
import inspect


class NoMatch(TypeError):
    pass


class Ambiguous(TypeError):
    pass


class Overloaded:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.functions = []

    def __call__(self, *arguments):
        for function in self.functions:
            signature = inspect.signature(function)
            try:
                bound = signature.bind(*arguments).arguments
            except TypeError:
                continue
            if all(fits(signature.parameters[name], value) for name, value in bound.items()):
                return function(*arguments)
        raise NoMatch(f"{self.__name__}: {[type(each).__name__ for each in arguments]}")

    def __get__(self, instance, owner=None):
        return self if instance is None else functools.partial(self, instance)


def fits(parameter, value):
    if parameter.annotation is parameter.empty:
        return True
    values = value if parameter.kind is parameter.VAR_POSITIONAL else (value,)
    return all(isinstance(each, parameter.annotation) for each in values)


KNOWN = {}


def overload(function):
    overloaded = KNOWN.setdefault((function.__module__, function.__qualname__), Overloaded(function))
    overloaded.functions.append(function)
    return overloaded
