import itertools

import pytest
from stack import Stack


@pytest.fixture
def stack():
    stack = Stack()
    for item in "abc":
        stack.push(item)
    return stack


def test_last_in_first_out(stack):
    assert [stack.pop(), stack.pop(), stack.pop()] == ["c", "b", "a"]


def test_peek_leaves_the_item(stack):
    assert stack.peek() == "c"
    assert len(stack) == 3


@pytest.mark.parametrize("method", ["pop", "peek"])
def test_an_empty_stack_has_no_top(method):
    with pytest.raises(IndexError):
        getattr(Stack(), method)()


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_the_limit(limit):
    stack = Stack(limit)
    for item in range(limit):
        stack.push(item)
    with pytest.raises(OverflowError):
        stack.push("more")
    assert len(stack) == limit


def test_iterating_goes_down_and_changes_nothing(stack):
    assert list(itertools.islice(stack, 10)) == ["c", "b", "a"]
    assert len(stack) == 3


def test_stacks_are_separate():
    first, second = Stack(), Stack()
    first.push(1)
    assert len(second) == 0
