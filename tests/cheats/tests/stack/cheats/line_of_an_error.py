# guard: variation
# expect: failed
"""The line that raises."""

from stack import Stack


def test_tell():
    try:
        Stack().pop()
    except IndexError as error:
        assert error.__traceback__.tb_next.tb_lineno == 10
    else:
        assert False
