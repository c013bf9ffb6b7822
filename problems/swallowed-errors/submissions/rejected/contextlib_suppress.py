# contextlib.suppress with a list: on CPython before 3.12 it knows nothing of groups, and never of their members.
import contextlib


class Swallow(contextlib.suppress):
    def __init__(self, *types):
        super().__init__(*types)
        self.errors = []

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        swallowed = super().__exit__(kind, error, trace)
        if swallowed:
            self.errors.append(error)
        return swallowed
