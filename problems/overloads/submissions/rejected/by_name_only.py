# Knows functions by their names alone, so that those of other classes and functions get mixed up.
import inspect


class NoMatch(TypeError):
    pass


class Ambiguous(TypeError):
    pass


KNOWN = {}


def overload(function):
    functions = KNOWN.setdefault(function.__name__, {})
    kinds = tuple(
        object if each.annotation is each.empty else each.annotation
        for each in inspect.signature(function).parameters.values()
    )
    functions[kinds] = function

    def call(*arguments):
        fitting = [
            (kinds, function)
            for kinds, function in functions.items()
            if len(kinds) == len(arguments) and all(map(isinstance, arguments, kinds))
        ]
        if not fitting:
            raise NoMatch(f"{function.__name__} {[type(each).__name__ for each in arguments]}")
        for kinds, found in fitting:
            if all(all(map(issubclass, kinds, other)) for other, _ in fitting):
                return found(*arguments)
        raise Ambiguous(f"{function.__name__} {[type(each).__name__ for each in arguments]}")

    call.__name__, call.__doc__ = function.__name__, function.__doc__
    return call
