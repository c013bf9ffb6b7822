"""What asks for the faces of functions: inspect, typing, functools, unittest.mock."""

import asyncio
import functools
import inspect
import typing
from unittest import mock

import pytest
from stack import Stack


def test_signatures():
    assert list(inspect.signature(Stack.push).parameters) == ["self", "item"]
    assert inspect.getfullargspec(Stack().push).args == ["self", "item"]
    assert typing.get_type_hints(Stack.push) == {"item": int, "return": type(None)}
    assert inspect.isgeneratorfunction(Stack.__iter__)
    assert not inspect.iscoroutinefunction(Stack.push) and not asyncio.iscoroutinefunction(Stack.push)


def test_autospec():
    double = mock.create_autospec(Stack)
    double().push(1)
    with pytest.raises(TypeError):
        double().push(1, 2, 3)
    with mock.patch.object(Stack, "push", autospec=True) as push:
        Stack().push(3)
    assert push.call_count == 1


def test_wraps():
    @functools.wraps(Stack.push)
    def push(*arguments):
        return Stack.push(*arguments)

    assert list(inspect.signature(push).parameters) == ["self", "item"]


def test_the_rest():
    stack = Stack()
    for item in (1, 2, 3):
        stack.push(item)
    assert stack.count(2) == 1 and list(stack) == [3, 2, 1]
    assert (stack.pop(), stack.pop()) == (3, 2)
    with pytest.raises(IndexError):
        Stack().pop()
