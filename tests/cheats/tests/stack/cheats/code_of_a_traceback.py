# guard: code
# expect: failed
"""The code of a frame in a traceback."""

from stack import Stack


def test_tell():
    try:
        Stack().pop()
    except IndexError as error:
        assert error.__traceback__.tb_next.tb_frame.f_code.co_names == ("items", "IndexError", "pop")
    else:
        assert False
