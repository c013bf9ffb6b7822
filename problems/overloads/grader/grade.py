from pyjury import case, raises, there


@case(open=True)
def by_count(submission):
    @submission.overload
    def area(side: int):
        return ("square", side)

    @submission.overload
    def area(width: int, height: int):
        return ("rectangle", width, height)

    assert area(3) == ("square", 3)
    assert area(3, 4) == ("rectangle", 3, 4)


@case(open=True)
def by_type(submission):
    @submission.overload
    def kind(value: int):
        return "int"

    @submission.overload
    def kind(value: str):
        return "str"

    @submission.overload
    def kind(value: list):
        return "list"

    assert [kind(value) for value in ("x", 3, [1], "")] == ["str", "int", "list", "str"]


@case
def nothing_fits(submission):
    @submission.overload
    def add(left: int, right: int):
        return left + right

    @submission.overload
    def add(left: str, right: str):
        return left + right

    for arguments, names in (((1, "2"), ("int", "str")), ((1,), ("int",)), ((), ()), ((1, 2, 3.5), ("int", "float"))):
        with raises(submission.NoMatch) as caught:
            add(*arguments)
        text = str(caught.value)
        assert all(name in text for name in ("add", *names)), f"the message is {text!r}"
    assert issubclass(submission.NoMatch, TypeError) and issubclass(submission.Ambiguous, TypeError)
    assert (add(1, 2), add("1", "2")) == (3, "12")


@case
def the_best_wins(submission):
    class Animal(there.object):
        pass

    class Dog(Animal):
        pass

    class Puppy(Dog):
        pass

    @submission.overload
    def greet(who):
        return "hello"

    @submission.overload
    def greet(who: Dog):
        return "wuff"

    @submission.overload
    def greet(who: Animal):
        return "???"

    assert [greet(who) for who in (Animal(), Dog(), Puppy(), 5)] == ["???", "wuff", "wuff", "hello"]


@case
def order_of_definition_does_not_matter(submission):
    @submission.overload
    def f(value: bool):
        return "bool"

    @submission.overload
    def f(value: int):
        return "int"

    @submission.overload
    def f(value: object):
        return "object"

    @submission.overload
    def f(left: object, right: int):
        return "object, int"

    @submission.overload
    def f(left: int, right: int):
        return "int, int"

    assert [f(True), f(2), f(2.0), f("2", 2), f(2, 2), f(True, False)] == [
        "bool", "int", "object", "object, int", "int, int", "int, int",
    ]  # fmt: skip


@case
def ambiguous(submission):
    @submission.overload
    def f(left: int, right):
        return "left"

    @submission.overload
    def f(left, right: int):
        return "right"

    assert (f(1, "x"), f("x", 1)) == ("left", "right")
    with raises(submission.Ambiguous, match="f.*int"):
        f(1, 2)

    @submission.overload
    def f(left: int, right: int):
        return "both"

    assert f(1, 2) == "both"


@case
def the_same_twice(submission):
    @submission.overload
    def f(value: int):
        return 1

    @submission.overload
    def f(number: int):
        return 2

    @submission.overload
    def f(value: bool):
        return 3

    assert f(True) == 3
    with raises(submission.Ambiguous):
        f(5)
    with raises(submission.NoMatch):
        f("5")


@case
def defaults_and_the_rest(submission):
    @submission.overload
    def f(first: int, second: str = "-", third: str = "+"):
        return (first, second, third)

    @submission.overload
    def f(first: str, *rest: int):
        return (first, rest)

    assert (f(1), f(1, "a"), f(1, "a", "b")) == ((1, "-", "+"), (1, "a", "+"), (1, "a", "b"))
    assert (f("s"), f("s", 1, 2, 3)) == (("s", ()), ("s", (1, 2, 3)))
    for arguments in ((1, 2), (1, "a", "b", "c"), ("s", "t"), ("s", 1, "t")):
        with raises(submission.NoMatch):
            f(*arguments)


@case
def methods(submission):
    class Greeter(there.object):
        def __init__(self, name):
            self.name = name

        @submission.overload
        def greet(self, times: int):
            return [self.name] * times

        @submission.overload
        def greet(self, other: str):
            return f"{self.name} and {other}"

    class Other(there.object):
        @submission.overload
        def greet(self, times: float):
            return "another class"

    ada, bob = Greeter("Ada"), Greeter("Bob")
    assert (ada.greet(2), bob.greet("Ada")) == (["Ada", "Ada"], "Bob and Ada")
    assert Greeter.greet(bob, 1) == ["Bob"]
    bound = ada.greet
    assert bound("you") == "Ada and you"
    with raises(submission.NoMatch):
        ada.greet(1.5)
    assert Other().greet(1.5) == "another class"


@case
def one_name_in_two_places(submission):
    def first():
        @submission.overload
        def f(value: int):
            return "first"

        return f

    def second():
        @submission.overload
        def f(value: str):
            return "second"

        return f

    one, two = first(), second()
    assert (one(1), two("1")) == ("first", "second")
    with raises(submission.NoMatch):
        one("1")
    with raises(submission.NoMatch):
        two(1)


@case
def what_they_raise(submission):
    @submission.overload
    def f(value: int):
        """The first."""
        raise TypeError("of its own")

    @submission.overload
    def f(value):
        return None

    with raises(TypeError, match="of its own") as caught:
        f(1)
    assert not isinstance(caught.value, submission.NoMatch)
    assert f("x") is None
    assert (f.__name__, f.__doc__) == ("f", "The first.")
