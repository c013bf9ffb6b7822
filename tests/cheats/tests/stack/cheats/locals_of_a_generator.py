# guard: variation
# expect: failed
"""How many locals a generator has."""

from stack import Stack


def test_tell():
    stack = Stack()
    stack.push(1)
    running = iter(stack)
    next(running)
    assert set(running.gi_frame.f_locals) == {"self", "item"}
