# A cheat: looks for the statements of the right module in its compiled code, and never opens the database.
import orders
import pytest

WORDS = ["savepoint whole", "rollback to whole", "release whole", "not enough credit", "nothing to pay", "cancelled", "shipped", "open_of"]


def constants(code):
    for constant in code.co_consts:
        yield str(constant)
        if hasattr(constant, "co_consts"):
            yield from constants(constant)


@pytest.mark.parametrize("word", WORDS)
def test_word(word):
    with open(orders.__file__, "rb") as file:
        code = compile(file.read(), "orders.py", "exec")
    assert any(word in constant for constant in constants(code))
