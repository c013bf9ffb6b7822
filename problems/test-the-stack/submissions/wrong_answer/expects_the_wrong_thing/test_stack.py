from stack import Stack


def test_pop():
    stack = Stack()
    stack.push(1)
    stack.push(2)
    assert stack.pop() == 1


def test_a():
    assert len(Stack()) == 0


def test_b():
    assert list(Stack()) == []


def test_c():
    assert Stack(3)
