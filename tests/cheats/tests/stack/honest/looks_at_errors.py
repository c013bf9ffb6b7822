"""What walks through frames: traceback, pytest's reports, logging, warnings, inspect.stack()."""

import contextlib
import inspect
import io
import logging
import traceback
import warnings

import pytest
from stack import Stack


class Loud:
    def __eq__(self, other):
        logging.getLogger("loud").warning("asked by %s", inspect.stack()[1].function)
        warnings.warn("loud", stacklevel=2)
        return True


def test_raised():
    with pytest.raises(IndexError) as found:
        Stack().pop()
    assert found.traceback[-1].frame.code.name == "pop"
    assert "empty" in str(found.getrepr(showlocals=True)) + str(found.getrepr(style="short")) + found.exconly()


def test_tracebacks():
    try:
        Stack().pop()
    except IndexError as error:
        assert "in pop" in traceback.format_exc()
        assert [entry.name for entry in traceback.extract_tb(error.__traceback__)][-1] == "pop"
        assert inspect.getinnerframes(error.__traceback__)[-1].function == "pop"
        traceback.print_exception(error, file=io.StringIO())
        traceback.TracebackException.from_exception(error, capture_locals=True)
    with contextlib.suppress(IndexError):
        Stack().pop()


def test_logs(caplog):
    stack = Stack()
    stack.push(Loud())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert stack.count(1) == 1
    assert "asked by" in caplog.text and caught


def test_the_rest():
    stack = Stack()
    for item in (1, 2, 3):
        stack.push(item)
    assert stack.count(2) == 1 and list(stack) == [3, 2, 1]
    assert (stack.pop(), stack.pop()) == (3, 2)
    with pytest.raises(IndexError):
        Stack().pop()
