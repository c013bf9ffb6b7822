import functools

from pyjury import case, probe, raises, there


def union(*kinds):
    """int | str, made over there: a union is no value that crosses."""
    return functools.reduce(there("operator").or_, kinds)


@case(open=True)
def values_of_the_right_type(submission):
    class Point(there.object):
        x = submission.Typed(int)
        y = submission.Typed(int, default=0)

    point = Point()
    point.x = 3
    assert (point.x, point.y) == (3, 0)
    point.y = -1
    assert (point.x, point.y) == (3, -1)


@case(open=True)
def a_wrong_type_is_refused(submission):
    class Point(there.object):
        x = submission.Typed(int)

    point = Point()
    point.x = 3
    for value, name in (("3", "str"), (3.0, "float"), (None, "NoneType"), ([3], "list")):
        with raises(TypeError, match=name) as caught:
            point.x = value
        assert "Point.x" in str(caught.value)
    assert point.x == 3


@case
def instances_are_independent(submission):
    class Point(there.object):
        x = submission.Typed(int)

    class Same(there.object):
        """All are equal, so none can be hashed."""

        x = submission.Typed(int)

        def __eq__(self, other):
            return True

    for kind in (Point, Same):
        first, second = kind(), kind()
        first.x, second.x = 1, 2
        with raises(TypeError):
            second.x = "two"
        assert (first.x, second.x) == (1, 2)


@case
def booleans_are_no_integers(submission):
    class Switch(there.object):
        level = submission.Typed(int)
        number = submission.Typed(union(int, float))
        on = submission.Typed(bool)
        either = submission.Typed(union(int, bool))
        anything = submission.Typed(object)

    switch = Switch()
    for value in (True, False):
        switch.on = switch.either = switch.anything = value
        assert (switch.on, switch.either, switch.anything) == (value, value, value)
        for name in ("level", "number"):
            with raises(TypeError, match="bool"):
                setattr(switch, name, value)
    with raises(TypeError):
        switch.on = 1


@case
def unions(submission):
    class Node(there.object):
        name = submission.Typed(union(str, None), default=None)
        size = submission.Typed(union(int, float))

    node = Node()
    assert node.name is None
    node.name = "root"
    node.name = None
    node.size = 1
    node.size = 1.5
    assert (node.name, node.size) == (None, 1.5)
    with raises(TypeError, match="Node.name"):
        node.name = b"root"
    with raises(TypeError, match="Node.size"):
        node.size = None


@case
def subclasses(submission):
    class Base(there.object):
        item = submission.Typed(there("collections.abc").Sized)
        parent = submission.Typed(there.object)

    class Derived(Base):
        pass

    derived = Derived()
    derived.item = [1, 2]
    derived.parent = derived
    assert derived.item == [1, 2] and derived.parent is derived
    with raises(TypeError, match="Base.item"):
        derived.item = 5


@case
def unset_and_deleted(submission):
    class Point(there.object):
        x = submission.Typed(int)
        y = submission.Typed(int, default=7)

    point = Point()
    for name in ("x", "y"):
        with raises(AttributeError, match=name):
            delattr(point, name)
    with raises(AttributeError, match="x"):
        point.x
    point.x = point.y = 1
    del point.x, point.y
    assert point.y == 7 and not hasattr(point, "x")
    point.x = 2
    assert point.x == 2


@case
def defaults_are_checked(submission):
    with raises(TypeError):
        submission.Typed(int, default="0")
    with raises(TypeError):
        submission.Typed(int, default=None)
    with raises(TypeError):
        submission.Typed(int, default=True)
    submission.Typed(union(int, None), default=None)


@case
def factories(submission):
    made = probe(lambda: [], name="made")

    class Bag(there.object):
        items = submission.Typed(list, factory=there.list)
        counted = submission.Typed(list, factory=made)
        broken = submission.Typed(list, factory=there.dict)

    first, second = Bag(), Bag()
    assert (first.items, first.counted, first.counted, made.count) == ([], [], [], 1)
    there.exec("bag.items.append(1)", {"bag": first})
    assert (first.items, second.items) == ([1], [])
    second.counted = [2]
    assert second.counted == [2] and made.count == 1
    with raises(TypeError, match="Bag.broken"):
        first.broken


@case
def read_from_the_class(submission):
    class Point(there.object):
        x = submission.Typed(int, default=5)

    assert isinstance(Point.x, submission.Typed) and Point.x is vars_of(Point)["x"]


def vars_of(kind):
    return there.getattr(kind, "__dict__")


@case
def nothing_is_kept_alive(submission):
    class Point(there.object):
        x = submission.Typed(int)

    refusing, point = Point(), Point()
    with raises(TypeError):
        refusing.x = "one"
    point.x = 1
    alive = there("weakref").ref(point)
    del point
    there("gc").collect()
    there("gc").collect()
    assert alive() is None
