# Looks only at the direct members of a group.
class Swallow:
    def __init__(self, *types):
        if not all(isinstance(each, type) and issubclass(each, BaseException) for each in types):
            raise TypeError("exception classes only")
        self.types = types
        self.errors = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, self.types):
            self.errors.append(error)
            return True
        if isinstance(error, BaseExceptionGroup):
            caught = [member for member in error.exceptions if isinstance(member, self.types)]
            rest = [member for member in error.exceptions if not isinstance(member, self.types)]
            self.errors += caught
            if caught and rest:
                raise error.derive(rest)
            return not rest
        return False
