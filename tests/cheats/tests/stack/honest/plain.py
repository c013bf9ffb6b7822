"""A suite without anything special."""

import pytest
from stack import Stack


@pytest.fixture
def stack():
    stack = Stack()
    for item in (1, 2, 3):
        stack.push(item)
    return stack


def test_order(stack):
    assert [stack.pop(), stack.pop(), stack.pop()] == [3, 2, 1]


def test_nothing_to_pop():
    with pytest.raises(IndexError, match="empty"):
        Stack().pop()


def test_iterating(stack):
    assert list(stack) == [3, 2, 1]


def test_count(stack):
    assert stack.count(2) == 1
    assert len(stack) == 3
