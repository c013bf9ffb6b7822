"""hypothesis, with lambdas, builds() and a class of the implementation."""

import pytest
from hypothesis import given, strategies as st
from stack import Stack


@given(st.lists(st.integers(), min_size=1).map(lambda items: [*items, 1]))
def test_last(items):
    stack = Stack()
    for item in items:
        stack.push(item)
    assert stack.pop() == 1
    assert len(stack) == len(items) - 1


@given(st.builds(Stack))
def test_new(stack):
    assert list(stack) == []


def test_the_rest():
    stack = Stack()
    for item in (1, 2, 3):
        stack.push(item)
    assert stack.count(2) == 1 and list(stack) == [3, 2, 1]
    assert (stack.pop(), stack.pop()) == (3, 2)
    with pytest.raises(IndexError):
        Stack().pop()
