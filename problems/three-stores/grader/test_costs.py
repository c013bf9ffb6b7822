import pytest
from conftest import TABLES

relational = pytest.mark.parametrize("kind", ["sql", "orm"])
OTHERS = TABLES + """
    insert into orders values (987654321, 'Zoë 7Q'), (987654300, 'bob');
    insert into lines values (987654321, 1, 'cup', 1, 450), (987654321, 0, 'tea', 2, 300), (987654300, 0, 'axe', 1, 9);
"""


def fill(store, orders):
    with store.transaction():
        for n in range(orders):
            store.add(("ada", "bob")[n % 2], [("tea", 1, n), ("cup", 2, n), ("axe", 3, n)])


@relational
@pytest.mark.parametrize("orders", [4, 40])
def test_statements_to_read(make, exact, kind, orders):
    store, _, done = make(kind)
    fill(store, orders)
    done("executed")
    assert exact([len(order["lines"]) for order in store.all()]) == [3] * orders
    assert len(done("executed")) in (1, 2)
    assert exact([len(order["lines"]) for order in store.orders_of("ada")]) == [3] * (orders // 2)
    assert len(done("executed")) in (1, 2)
    assert exact(store.get(3)) == {"number": 3, "customer": "ada", "lines": [("tea", 1, 2), ("cup", 2, 2), ("axe", 3, 2)]}
    assert len(done("executed")) in (1, 2)


@relational
@pytest.mark.parametrize("orders, ada, bob", [(4, 12, 24), (40, 2280, 2400)])
def test_one_statement_for_totals(make, exact, kind, orders, ada, bob):
    store, _, done = make(kind)
    fill(store, orders)
    done("executed")
    assert exact(store.totals()) == {"ada": ada, "bob": bob}
    assert len(done("executed")) == 1


@relational
@pytest.mark.parametrize("lines", [2, 60])
def test_statements_to_add(make, kind, lines):
    store, kept, done = make(kind)
    store.add("ada", [("tea", 1, 1)])
    done("passed")
    store.add("ada", [(f"article {n}", 1, n) for n in range(lines)])
    passed = [sql.split(None, 1)[0].lower() for sql in done("passed")]
    assert len([word for word in passed if word in ("insert", "replace", "select", "with", "update")]) in (2, 3, 4)
    assert len(kept()[2][1]) == lines


@relational
def test_nothing_is_pasted_into_sql(make, script, exact, kind):
    script(OTHERS)
    store, kept, done = make(kind)
    assert exact(store.get(987654321)) == {"number": 987654321, "customer": "Zoë 7Q", "lines": [("tea", 2, 300), ("cup", 1, 450)]}
    assert exact(store.orders_of("Zoë 7Q")) == [store.get(987654321)]
    store.replace(987654321, [("hat 7Q", 98765, 43210)])
    assert exact(store.add("Zoë 7Q", [("cap 7Q", 98765, 43210)])) == 987654322
    store.remove(987654321)
    assert kept() == {987654300: ("bob", [("axe", 1, 9)]), 987654322: ("Zoë 7Q", [("cap 7Q", 98765, 43210)])}
    passed = done("passed")
    assert len(passed) > 6
    assert [sql for sql in passed if any(word in sql for word in ("7Q", "9876", "43210"))] == []


def test_objects_are_mapped(make, exact):
    store, _, done = make("orm")
    done("objects")
    store.add("ada", [("tea", 1, 1), ("cup", 1, 1)])
    assert len([verb for verb, _ in done("objects") if verb == "insert"]) == 3
    assert len(exact(store.get(1))["lines"]) == 2
    objects = done("objects")
    assert [verb for verb, _ in objects] == ["load", "load", "load"]
    assert len({kind for _, kind in objects}) == 2


def test_two_stores_on_one_database(make, exact):
    (by_hand, kept, _), (mapped, _, _) = make("sql"), make("orm")
    by_hand.add("ada", [("tea", 2, 300)])
    assert mapped.add("bob", [("cup", 1, 450), ("tea", 1, 300)]) == 2
    assert exact(by_hand.orders_of("bob")) == [{"number": 2, "customer": "bob", "lines": [("cup", 1, 450), ("tea", 1, 300)]}]
    by_hand.remove(2)
    mapped.replace(1, [("axe", 1, 1)])
    assert exact(mapped.all()) == [{"number": 1, "customer": "ada", "lines": [("axe", 1, 1)]}]
    assert kept() == {1: ("ada", [("axe", 1, 1)])}


@pytest.mark.parametrize("orders", [4, 40])
def test_documents_to_read(make, exact, orders):
    store, _, done = make("documents")
    fill(store, orders)
    store.close()
    done("read")
    store, _, _ = make("documents")
    assert exact(store.get(3)) == {"number": 3, "customer": "ada", "lines": [("tea", 1, 2), ("cup", 2, 2), ("axe", 3, 2)]}
    assert len(done("read")) in (1, 2)
    store.close()
    store, _, _ = make("documents")
    assert exact([len(order["lines"]) for order in store.orders_of("bob")]) == [3] * (orders // 2)
    assert orders // 2 < len(done("read")) <= orders // 2 + 2
    store.close()
    store, _, _ = make("documents")
    assert len(exact(store.all())) == orders
    assert orders <= len(done("read")) <= orders + 1


def test_documents_to_add(make):
    store, kept, done = make("documents")
    fill(store, 30)
    done("read")
    assert store.add("ada", [("tea", 1, 1)]) == 31
    assert len(done("read")) < 3
    assert len(kept()) == 31


def test_documents_outlive_the_store(make, exact):
    store, _, _ = make("documents")
    store.add("größe", [("tea", 2, 300)])
    store.add("ada", [("cup", 1, 450)])
    store.remove(2)
    store.close()
    store, kept, _ = make("documents")
    assert store.add("ada", [("axe", 1, 9)]) == 3
    assert exact(store.orders_of("größe")) == [{"number": 1, "customer": "größe", "lines": [("tea", 2, 300)]}]
    assert kept() == {1: ("größe", [("tea", 2, 300)]), 3: ("ada", [("axe", 1, 9)])}
