class Swallow:
    def __init__(self, *types):
        for each in types:
            if not (isinstance(each, type) and issubclass(each, BaseException)):
                raise TypeError(f"{each!r} is no exception class")
        self.types = types
        self.errors = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, self.types):
            self.errors.append(error)
            return True
        if not isinstance(error, BaseExceptionGroup):
            return False
        caught, rest = error.split(self.types)
        if caught is None:
            return False
        self.errors += leaves(caught)
        if rest is not None:
            raise rest
        return True


def leaves(group):
    for member in group.exceptions:
        if isinstance(member, BaseExceptionGroup):
            yield from leaves(member)
        else:
            yield member
