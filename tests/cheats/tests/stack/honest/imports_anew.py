"""A module that is imported again and again."""

import importlib
import sys

import pytest
import stack
from stack import Stack


def test_reload():
    assert importlib.reload(stack).Stack().count(1) == 0


def test_import(monkeypatch):
    monkeypatch.delitem(sys.modules, "stack")
    assert importlib.import_module("stack") is not stack


def test_the_rest():
    stack = Stack()
    for item in (1, 2, 3):
        stack.push(item)
    assert stack.count(2) == 1 and list(stack) == [3, 2, 1]
    assert (stack.pop(), stack.pop()) == (3, 2)
    with pytest.raises(IndexError):
        Stack().pop()
