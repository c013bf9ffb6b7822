# guard: code
# expect: failed
"""pytest's own code objects."""

import pytest
from stack import Stack


def test_tell():
    try:
        Stack().pop()
    except IndexError:
        found = pytest.ExceptionInfo.from_current()
        assert found.traceback[-1].frame.code.raw.co_names == ("items", "IndexError", "pop")
    else:
        assert False
