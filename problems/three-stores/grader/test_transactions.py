import sqlite3

import pytest
from sqlalchemy.exc import SQLAlchemyError

each = pytest.mark.parametrize("kind", ["sql", "orm", "documents"])
TEA, CUP = ("tea", 2, 300), ("cup", 1, 450)


class Broken(Exception):
    pass


def breaking(*lines):
    yield from lines
    raise Broken


@each
def test_lines_that_break_off(make, kind):
    store, kept, _ = make(kind)
    store.add("ada", [TEA])
    with pytest.raises(Broken):
        store.add("ada", breaking(TEA, CUP))
    with pytest.raises(Broken):
        store.replace(1, breaking(CUP))
    assert kept() == {1: ("ada", [("tea", 2, 300)])}
    assert store.add("bob", [CUP]) == 2
    assert kept() == {1: ("ada", [("tea", 2, 300)]), 2: ("bob", [("cup", 1, 450)])}


@each
@pytest.mark.open
def test_a_transaction_is_kept(make, kind):
    store, kept, _ = make(kind)
    store.add("ada", [TEA])
    with store.transaction():
        store.add("bob", [CUP])
        store.replace(1, [CUP])
    assert kept() == {1: ("ada", [("cup", 1, 450)]), 2: ("bob", [("cup", 1, 450)])}


@each
def test_nobody_sees_half_of_it(make, exact, kind):
    store, kept, _ = make(kind)
    store.add("ada", [TEA])
    with store.transaction():
        store.add("bob", [CUP])
        store.remove(1)
        assert exact(store.all()) == [{"number": 2, "customer": "bob", "lines": [("cup", 1, 450)]}]
        assert exact(store.orders_of("ada")) == []
        assert kept() == {1: ("ada", [("tea", 2, 300)])}
    assert kept() == {2: ("bob", [("cup", 1, 450)])}


@each
@pytest.mark.parametrize("error", [Broken, KeyError, KeyboardInterrupt])
def test_a_transaction_is_undone(make, exact, kind, error):
    store, kept, _ = make(kind)
    for customer in ("ada", "bob"):
        store.add(customer, [TEA])
    raised = error("no")
    with pytest.raises(error) as caught:
        with store.transaction():
            store.add("ada", [CUP])
            store.replace(1, [CUP, TEA])
            store.remove(2)
            raise raised
    assert caught.value is raised
    assert kept() == {1: ("ada", [("tea", 2, 300)]), 2: ("bob", [("tea", 2, 300)])}
    assert exact(store.orders_of("bob")) == [{"number": 2, "customer": "bob", "lines": [("tea", 2, 300)]}]
    store.replace(2, [CUP])
    assert kept() == {1: ("ada", [("tea", 2, 300)]), 2: ("bob", [("cup", 1, 450)])}


@each
def test_what_is_refused_ends_no_transaction(make, kind):
    store, kept, _ = make(kind)
    store.add("ada", [TEA])
    with store.transaction():
        store.add("bob", [CUP])
        with pytest.raises(ValueError):
            store.add("bob", [CUP, CUP])
        with pytest.raises(KeyError):
            store.remove(9)
        store.replace(1, [CUP])
    assert kept() == {1: ("ada", [("cup", 1, 450)]), 2: ("bob", [("cup", 1, 450)])}


@each
def test_one_transaction_after_another(make, kind):
    store, kept, _ = make(kind)
    for customer in ("ada", "bob"):
        with store.transaction():
            store.add(customer, [TEA])
    with pytest.raises(Broken):
        with store.transaction():
            store.remove(1)
            raise Broken
    with store.transaction():
        store.remove(2)
    assert kept() == {1: ("ada", [("tea", 2, 300)])}


@pytest.mark.parametrize("kind", ["sql", "orm"])
def test_what_the_database_refuses(make, script, kind):
    store, kept, _ = make(kind)
    store.add("ada", [TEA])
    script("create trigger no before insert on lines when new.article = 'axe' begin select raise(abort, 'no axes'); end")
    with pytest.raises((sqlite3.Error, SQLAlchemyError)):
        store.add("bob", [CUP, ("axe", 1, 1)])
    with pytest.raises((sqlite3.Error, SQLAlchemyError)):
        store.replace(1, [CUP, ("axe", 1, 1)])
    assert kept() == {1: ("ada", [("tea", 2, 300)])}
    store.add("bob", [CUP])
    assert sorted(kept().values()) == [("ada", [("tea", 2, 300)]), ("bob", [("cup", 1, 450)])]
