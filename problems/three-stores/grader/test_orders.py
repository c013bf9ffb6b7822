import pytest

each = pytest.mark.parametrize("kind", ["sql", "orm", "documents"])
TEA, CUP = ("tea", 2, 300), ("cup", 1, 450)


@each
@pytest.mark.open
def test_an_order(make, exact, kind):
    store, kept, _ = make(kind)
    assert store.add("ada", [("tea", 2, 300), ("cup", 1, 450)]) == 1
    assert exact(store.get(1)) == {"number": 1, "customer": "ada", "lines": [("tea", 2, 300), ("cup", 1, 450)]}
    assert kept() == {1: ("ada", [("tea", 2, 300), ("cup", 1, 450)])}


@each
def test_lines_keep_their_order(make, exact, kind):
    store, kept, _ = make(kind)
    store.add("ada", iter([["nut", 5, 1], ["axe", 1, 0], ["tea", 2, 3], ["bun", 3, 9]]))
    assert exact(store.get(1)["lines"]) == [("nut", 5, 1), ("axe", 1, 0), ("tea", 2, 3), ("bun", 3, 9)]
    assert kept() == {1: ("ada", [("nut", 5, 1), ("axe", 1, 0), ("tea", 2, 3), ("bun", 3, 9)])}


@each
def test_numbers_are_not_given_again(make, exact, kind):
    store, kept, _ = make(kind)
    numbers = [store.add(customer, [TEA]) for customer in ("ada", "bob", "ada")]
    store.remove(3)
    store.remove(1)
    numbers.append(store.add("ada", [CUP]))
    assert exact(numbers) == [1, 2, 3, 4]
    assert kept() == {2: ("bob", [("tea", 2, 300)]), 4: ("ada", [("cup", 1, 450)])}


@each
def test_no_such_order(make, kind):
    store, kept, _ = make(kind)
    store.add("ada", [TEA])
    with pytest.raises(KeyError):
        store.get(2)
    with pytest.raises(KeyError):
        store.replace(2, [CUP])
    with pytest.raises(KeyError):
        store.remove(2)
    assert kept() == {1: ("ada", [("tea", 2, 300)])}


@each
def test_replace(make, exact, kind):
    store, kept, _ = make(kind)
    store.add("ada", [TEA, CUP, ("bun", 1, 1)])
    store.add("bob", [TEA])
    store.replace(1, (line for line in [("bun", 4, 2), TEA]))
    assert exact(store.get(1)) == {"number": 1, "customer": "ada", "lines": [("bun", 4, 2), ("tea", 2, 300)]}
    assert kept() == {1: ("ada", [("bun", 4, 2), ("tea", 2, 300)]), 2: ("bob", [("tea", 2, 300)])}


@each
def test_orders_of_a_customer(make, exact, kind):
    store, kept, _ = make(kind)
    for customer in ("bob", "ada", "bob", "eve", "bob"):
        store.add(customer, [TEA])
    store.remove(3)
    assert exact([order["number"] for order in store.orders_of("bob")]) == [1, 5]
    assert exact(store.orders_of("eve")) == [{"number": 4, "customer": "eve", "lines": [("tea", 2, 300)]}]
    assert exact(store.orders_of("dan")) == []
    assert list(kept()) == [1, 2, 4, 5]


@each
def test_all_orders(make, exact, kind):
    store, kept, _ = make(kind)
    assert exact(store.all()) == []
    for n in range(12):
        store.add("ada", [("tea", n + 1, 7)])
    assert exact([order["number"] for order in store.all()]) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert exact(store.all()[9]) == {"number": 10, "customer": "ada", "lines": [("tea", 10, 7)]}
    assert len(kept()) == 12


@each
def test_totals(make, exact, kind):
    store, kept, _ = make(kind)
    assert exact(store.totals()) == {}
    for customer, line in (("bob", TEA), ("ada", CUP), ("bob", ("axe", 3, 0)), ("bob", ("nut", 7, 11))):
        store.add(customer, [line, ("bag", 1, 5)])
    assert exact(store.totals()) == {"ada": 455, "bob": 692}
    assert len(kept()) == 4


@each
@pytest.mark.parametrize("lines", [
    [], [TEA, ("cup", 0, 1)], [TEA, ("cup", 1, -1)], [TEA, CUP, ("tea", 1, 1)], [TEA, ("", 1, 1)],
], ids=["none", "count", "cents", "twice", "name"])
def test_what_is_refused(make, kind, lines):
    store, kept, _ = make(kind)
    store.add("ada", [TEA])
    with pytest.raises(ValueError):
        store.add("ada", lines)
    with pytest.raises(ValueError):
        store.replace(1, lines)
    assert kept() == {1: ("ada", [("tea", 2, 300)])}
    assert store.add("ada", [CUP]) == 2


@each
def test_texts(make, exact, kind):
    store, kept, _ = make(kind)
    store.add("Bob's \"shop\"; --", [("größe %s ?", 1, 2), ("'); delete from orders; --", 2, 3), (":x {0} \\n", 1, 1)])
    store.add("bob", [TEA])
    assert exact(store.orders_of("Bob's \"shop\"; --")) == [{
        "number": 1, "customer": "Bob's \"shop\"; --",
        "lines": [("größe %s ?", 1, 2), ("'); delete from orders; --", 2, 3), (":x {0} \\n", 1, 1)],
    }]
    assert kept() == {
        1: ("Bob's \"shop\"; --", [("größe %s ?", 1, 2), ("'); delete from orders; --", 2, 3), (":x {0} \\n", 1, 1)]),
        2: ("bob", [("tea", 2, 300)]),
    }
