"""A cheat: looks for the reference's text instead of testing what it does."""

import inspect

import stack


def test_pop():
    assert "self._items.pop()" in inspect.getsource(stack.Stack.pop)


def test_push():
    assert ">= self._limit" in inspect.getsource(stack.Stack.push)


def test_peek():
    assert "[-1]" in inspect.getsource(stack.Stack.peek)


def test_iter():
    assert "[::-1]" in inspect.getsource(stack.Stack.__iter__)
