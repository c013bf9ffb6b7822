import pytest
from stack import Stack


def test_push_and_pop():
    stack = Stack()
    stack.push(1)
    stack.push(2)
    assert stack.pop() == 2


def test_peek():
    stack = Stack(5)
    stack.push(1)
    assert stack.peek() == 1


def test_length():
    assert len(Stack()) == 0


def test_iter():
    stack = Stack()
    stack.push(1)
    assert next(iter(stack)) == 1


def test_empty():
    with pytest.raises(IndexError):
        Stack().pop()
    with pytest.raises(IndexError):
        Stack().peek()


def test_full():
    with pytest.raises(OverflowError):
        stack = Stack(1)
        for n in range(10):
            stack.push(n)
