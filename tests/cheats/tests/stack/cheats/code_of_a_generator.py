# guard: code
# expect: failed
"""The code of a generator, running or at its end."""

from stack import Stack


def test_tell():
    stack = Stack()
    stack.push(1)
    running = iter(stack)
    next(running)
    ended = iter(stack)
    list(ended)
    assert running.gi_code.co_names == ended.gi_code.co_names == ("reversed", "items")
