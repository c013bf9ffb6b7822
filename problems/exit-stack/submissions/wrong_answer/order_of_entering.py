# Leaves in the order in which it entered.
from contextlib import contextmanager

MISSING = object()


@contextmanager
def changed(mapping, /, **values):
    before = {key: mapping.get(key, MISSING) for key in values}
    mapping.update(values)
    try:
        yield mapping
    finally:
        for key, value in before.items():
            if value is MISSING:
                mapping.pop(key, None)
            else:
                mapping[key] = value


class Outcome:
    error = None


class suppressed:
    def __init__(self, *kinds):
        self.kinds = kinds
        self.outcomes = []

    def __enter__(self):
        self.outcomes.append(Outcome())
        return self.outcomes[-1]

    def __exit__(self, kind, error, trace):
        outcome = self.outcomes.pop()
        if isinstance(error, self.kinds):
            outcome.error = error
            return True
        return False


class timed:
    def __init__(self, clock):
        self.clock = clock
        self.end = None

    def __enter__(self):
        self.start = self.clock()
        return self

    def __exit__(self, kind, error, trace):
        self.end = self.clock()

    @property
    def seconds(self):
        return (self.clock() if self.end is None else self.end) - self.start


class Stack:
    def __init__(self):
        self.exits = []

    def enter(self, manager):
        result = type(manager).__enter__(manager)
        self.exits.append(lambda *details: type(manager).__exit__(manager, *details))
        return result

    def call(self, function, /, *args, **keywords):
        def leave(*details):
            function(*args, **keywords)

        self.exits.append(leave)
        return function

    def detach(self):
        other = Stack()
        self.exits, other.exits = other.exits, self.exits
        return other

    def close(self):
        self.__exit__(None, None, None)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        first = error
        while self.exits:
            details = (None, None, None) if error is None else (type(error), error, error.__traceback__)
            try:
                if self.exits.pop(0)(*details):
                    error = None
            except BaseException as late:
                error = late
        if error is not None and error is not first:
            raise error
        return error is None
