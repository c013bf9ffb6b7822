from types import SimpleNamespace

import pytest
from warehouse import Warehouse

LEFT = ["c", "a", "b"]


def test_empty(warehouse):
    assert warehouse.shelves() == {}
    assert warehouse.find("a") is None


def test_filled(filled):
    assert filled.shelves() == {"left": LEFT, "right": ["d"]}
    assert [filled.find(box) for box in "abcde"] == ["left", "left", "left", "right", None]


@pytest.mark.parametrize("shelf", ["left", "right", "new"])
def test_a_box_is_here_once(filled, shelf):
    with pytest.raises(ValueError):
        filled.put("a", shelf)
    assert filled.shelves() == {"left": LEFT, "right": ["d"]}


def test_a_full_shelf_stays_as_it_is(filled):
    with pytest.raises(OverflowError):
        filled.put("e", "left")
    assert filled.shelves() == {"left": LEFT, "right": ["d"]}


@pytest.mark.parametrize("size", [1, 5])
def test_the_size(connection, size):
    warehouse = Warehouse(connection, size)
    boxes = list("abcdef")
    for box in boxes[:size]:
        warehouse.put(box, "left")
    with pytest.raises(OverflowError):
        warehouse.put("z", "left")
    assert warehouse.shelves() == {"left": boxes[:size]}


def test_take(filled):
    filled.take("a")
    assert filled.shelves() == {"left": ["c", "b"], "right": ["d"]}
    filled.put("a", "right")
    assert filled.find("a") == "right"


def test_an_empty_shelf_is_none(filled):
    filled.take("d")
    assert filled.shelves() == {"left": LEFT}


def test_take_what_is_not_there(filled):
    with pytest.raises(KeyError):
        filled.take("e")


def test_shelves_are_a_copy(filled):
    filled.shelves()["left"].clear()
    filled.shelves().clear()
    assert filled.shelves()["left"] == LEFT


@pytest.mark.parametrize("method, arguments", [("put", "xy"), ("find", "x"), ("take", "x"), ("shelves", "")])
def test_closed(method, arguments):
    connection = SimpleNamespace(closed=False)
    warehouse = Warehouse(connection)
    if method == "take":
        warehouse.put("x", "y")
    connection.closed = True
    with pytest.raises(ValueError):
        getattr(warehouse, method)(*arguments)


def test_closed_from_the_start():
    with pytest.raises(ValueError):
        Warehouse(SimpleNamespace(closed=True))
