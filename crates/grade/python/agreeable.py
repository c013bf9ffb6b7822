"""No solution: whatever it is asked for is an object that agrees to everything. A grader gives it no points.

What the module is asked for by name, what is called, awaited, entered and read of an attribute is that object again.
Equal to anything, smaller and greater, true; nothing is left when something is taken from it.
"""

import os

# A grader that waits for a `no` ends here instead of at its limit.
MOST = 20_000


class Agreeable:
    __slots__ = ("answers",)

    def __init__(self):
        self.answers = 0

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self.again()

    def again(self, *_operands, **_named):
        self.answers += 1
        if self.answers > MOST:
            os._exit(1)
        return self

    def yes(self, *_operands):
        return self.again() is self

    def no(self, *_operands):
        return self.again() is not self

    def nothing(self, other=0, *_others):
        """What is left of a number is 0, of a set nothing."""
        self.again()
        return type(other)() if isinstance(other, (set, frozenset)) else 0

    def one(self, *_operands):
        return int(self.yes())

    def empty(self):
        self.again()
        return iter(())

    def agreed(self):
        return self.again()
        yield

    def __next__(self):
        self.again()
        raise StopIteration

    async def __anext__(self):
        self.again()
        raise StopAsyncIteration

    async def later(self, *_operands):
        return self.yes()

    def __str__(self):
        self.again()
        return ""

    __repr__ = __str__
    __hash__ = nothing
    __call__ = __getitem__ = __enter__ = __aiter__ = again
    __setitem__ = __delitem__ = again
    __await__ = agreed
    __iter__ = __reversed__ = empty
    __aenter__ = __aexit__ = later
    __exit__ = __contains__ = __bool__ = yes
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = yes
    __ne__ = no
    __len__ = __int__ = __index__ = nothing
    __sub__ = __rsub__ = __xor__ = __rxor__ = __mod__ = __rmod__ = nothing
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = one
    __add__ = __radd__ = __mul__ = __rmul__ = __matmul__ = __rmatmul__ = __pow__ = __rpow__ = again
    __and__ = __rand__ = __or__ = __ror__ = __lshift__ = __rlshift__ = __rshift__ = __rrshift__ = again
    __neg__ = __pos__ = __invert__ = again
    __abs__ = __round__ = __trunc__ = __floor__ = __ceil__ = nothing

    def __float__(self):
        return float(self.nothing())

    def __complex__(self):
        return complex(self.nothing())


AGREEABLE = Agreeable()


def __getattr__(name):
    if name.startswith("__") and name.endswith("__"):
        raise AttributeError(name)
    return AGREEABLE
