import operator

from pyjury import ask, case, probe, raises, there


@case(open=True)
def a_cached_property(submission):
    compute = probe(answers=[10, 20, 30], name="area")
    Shape = with_property(submission, compute)
    first, second = Shape(), Shape()
    assert [first.area, first.area, second.area, first.area, second.area] == [10, 10, 20, 10, 20]
    assert compute.count == 2


@case
def changing_a_cached_property(submission):
    compute = probe(answers=[None, 2, 3, 4], name="area")
    shape = with_property(submission, compute)()
    assert [shape.area, shape.area] == [None, None] and compute.count == 1
    del shape.area
    assert [shape.area, shape.area] == [2, 2]
    shape.area = "set"
    assert shape.area == "set"
    del shape.area
    assert shape.area == 3
    other = with_property(submission, compute)()
    other.area = 7
    assert other.area == 7 and compute.count == 3


@case
def a_cached_property_that_fails(submission):
    shape = with_property(submission, probe(answers=[OSError("first"), 5], name="area"))()
    with raises(OSError, match="first"):
        shape.area
    assert [shape.area, shape.area] == [5, 5]


@case
def a_cached_property_of_a_class(submission):
    def area(self):
        """How large it is."""
        return 1

    Shape = with_property(submission, area)
    assert isinstance(Shape.area, submission.cached_property)
    assert Shape.area.__doc__ == "How large it is."

    class Square(Shape):
        pass

    assert Square().area == 1


def with_property(submission, function):
    class Shape(there.object):
        area = submission.cached_property(function)

    return Shape


@case(open=True)
def registering(submission):
    registry = submission.Registry()

    class Circle(there.object):
        pass

    def square():
        return 4

    assert registry(Circle) is Circle
    assert registry("four")(square) is square
    assert registry["Circle"] is Circle and registry["four"] is square
    assert list(registry) == ["Circle", "four"] and len(registry) == 2
    assert "four" in registry and "square" not in registry


@case
def taken_and_missing_names(submission):
    registry = submission.Registry()
    registry("b")(abs)
    registry("a")(len)
    for decorate in (lambda: registry("b")(len), lambda: registry("a")(len), lambda: registry(probe(name="a"))):
        with raises(ValueError):
            decorate()
    with raises(KeyError):
        registry["abs"]
    assert list(registry) == ["b", "a"] and registry["b"](-3) == 3


@case
def independent_registries(submission):
    assert isinstance(submission.registry, submission.Registry)
    submission.registry(len)
    assert len(submission.registry) == 1 and len(submission.Registry()) == 0
    first = submission.Registry()
    first(len)
    assert "len" not in submission.Registry()


@case
def one_object(submission):
    made = probe(name="made")

    class Settings(there.object):
        def __init__(self, value=0):
            made(value)
            self.value = value

    Single = submission.singleton(Settings)
    first = Single(5)
    assert Single() is first and Single(7) is first
    assert first.value == 5
    assert [call.args for call in made.calls] == [(5,)], "calls of __init__"


@case
def a_singleton_is_a_class(submission):
    @submission.singleton
    class Settings(there.object):
        pass

    assert isinstance(Settings, there.type)
    assert isinstance(Settings(), Settings)
    assert Settings.__name__ == "Settings"

    class Special(Settings):
        pass

    special = Special()
    assert special is Special() and special is not Settings()
    assert isinstance(special, Settings) and not isinstance(Settings(), Special)

    @submission.singleton
    class Other(there.object):
        pass

    assert Other() is not Settings()


@case
def a_singleton_that_fails_at_first(submission):
    made = probe(answers=[OSError("not yet"), None, None], name="made")

    @submission.singleton
    class Settings(there.object):
        def __init__(self):
            made()

    with raises(OSError, match="not yet"):
        Settings()
    assert Settings() is Settings()
    assert made.count == 2


@case(open=True)
def an_order(submission):
    Card, _ = cards(submission)
    assert Card(3) < Card(5) and not Card(5) < Card(3) and not Card(3) < Card(3)
    assert Card(3) <= Card(3) and not Card(4) <= Card(3)
    assert Card(5) > Card(3) and not Card(3) > Card(3)
    assert Card(3) >= Card(3) and not Card(2) >= Card(3)


@case
def order_among_others(submission):
    Card, Ace = cards(submission)
    assert Card(3) < Ace(14) and Ace(14) > Card(3) and Ace(1) <= Ace(1)
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        for other in (5, None, "x", there.object()):
            with raises(TypeError):
                ask(compare, Card(3), other)
    first, second = Card(3), Card(3)
    assert first != second, "== isn't touched"


@case
def own_comparisons_stay(submission):
    class Odd(there.object):
        def __init__(self, number):
            self.number = number

        def __lt__(self, other):
            return "own"

    ordered = submission.ordered(lambda odd: odd.number)(Odd)
    assert ordered is Odd
    assert ask(operator.lt, Odd(1), Odd(2)) == "own"
    assert (Odd(1) > Odd(2)) is False and (Odd(1) <= Odd(2)) is True


@case
def traces(submission):
    lines = []

    class Robot(there.object):
        def step(self, count, *, fast=False):
            """Go."""
            return (count, fast)

        def turn(self):
            return self.step(0)

        def _hidden(self):
            return "hidden"

        @there.property
        def place(self):
            return "here"

        @there.staticmethod
        def help():
            return "help"

        @there.classmethod
        def make(cls):
            return cls()

    Traced = submission.traced(lines.append)(Robot)
    assert Traced is Robot
    robot = Robot.make()
    assert (robot.place, robot.help(), Robot.help(), robot._hidden()) == ("here", "help", "help", "hidden")
    assert lines == []
    assert robot.step(2, fast=True) == (2, True) and robot.turn() == (0, False)
    assert lines == ["Robot.step", "Robot.turn", "Robot.step"]
    assert Robot.step.__name__ == "step" and Robot.step.__doc__ == "Go."


@case
def traces_of_subclasses(submission):
    lines = []

    class Base(there.object):
        def old(self):
            return 1

    @submission.traced(lines.append)
    class Middle(Base):
        def new(self):
            return 2

        def broken(self):
            raise KeyError("k")

    class Last(Middle):
        def latest(self):
            return 3

    last = Last()
    assert (last.old(), last.new(), last.latest()) == (1, 2, 3)
    with raises(KeyError):
        Middle().broken()
    assert lines == ["Last.new", "Middle.broken"]


def cards(submission):
    @submission.ordered(lambda card: card.rank)
    class Card(there.object):
        def __init__(self, rank):
            self.rank = rank

    class Ace(Card):
        pass

    return Card, Ace
