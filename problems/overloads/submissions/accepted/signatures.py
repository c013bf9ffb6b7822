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
        fitting = []
        for function, signature in self.functions:
            kinds = kinds_for(signature, arguments)
            if kinds is not None and all(map(isinstance, arguments, kinds)):
                fitting.append((function, kinds))
        for function, kinds in fitting:
            if all(better(kinds, other) for rival, other in fitting if rival is not function):
                return function(*arguments)
        names = ", ".join(type(each).__name__ for each in arguments)
        if fitting:
            raise Ambiguous(f"{self.__name__}({names}): several overloads fit equally well")
        raise NoMatch(f"{self.__name__}({names}): no overload fits")

    def __get__(self, instance, owner=None):
        return self if instance is None else functools.partial(self, instance)


def kinds_for(signature, arguments):
    """The annotation for each argument, or None if there can't be so many."""
    try:
        bound = signature.bind(*arguments)
    except TypeError:
        return None
    kinds = []
    for name, value in bound.arguments.items():
        parameter = signature.parameters[name]
        kind = object if parameter.annotation is parameter.empty else parameter.annotation
        kinds += [kind] * (len(value) if parameter.kind is parameter.VAR_POSITIONAL else 1)
    return kinds


def better(kinds, others):
    return kinds != others and all(map(issubclass, kinds, others))


KNOWN = {}


def overload(function):
    place = (function.__module__, function.__qualname__)
    if place not in KNOWN:
        KNOWN[place] = Overloaded(function)
    KNOWN[place].functions.append((function, inspect.signature(function)))
    return KNOWN[place]
