# Compares types by identity, so that derived exceptions get through.
class Swallow:
    def __init__(self, *types):
        if not all(isinstance(each, type) and issubclass(each, BaseException) for each in types):
            raise TypeError("exception classes only")
        self.types = types
        self.errors = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind in self.types:
            self.errors.append(error)
            return True
        return False
