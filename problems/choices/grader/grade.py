from pyjury import case, raises, share, there

SOURCE = """
from choices import Choice, ChoiceMeta

class Colour(Choice):
    RED = "r"
    GREEN = "g"
    CRIMSON = "r"

    def upper(self):
        return self.name.lower() + self.value.upper()

class Base(Choice):
    _private = 5
    @property
    def double(self):
        return self.value * 2
    @classmethod
    def first(cls):
        return next(iter(cls))
    @staticmethod
    def twice(x):
        return x * 2

class Level(Base):
    LOW = 1
    HIGH = 10
    TOP = 10
    _hidden = 3

class Empty(Choice):
    pass
"""


def run(source=""):
    """A namespace of the submission's process in which this has run."""
    space = share({"__name__": "palette"})
    there.exec(SOURCE + source, space)
    return space


@case(open=True)
def example(submission):
    """The example of the statement"""
    Colour = run()["Colour"]
    assert Colour.CRIMSON is Colour.RED and Colour.RED is not Colour.GREEN
    assert (Colour.RED.name, Colour.RED.value, Colour.RED.upper()) == ("RED", "r", "redR")
    assert repr(Colour.RED) == "<Colour.RED: 'r'>"
    assert [member.name for member in Colour] == ["RED", "GREEN"]
    assert len(Colour) == 2 and Colour.GREEN in Colour
    assert isinstance(Colour.RED, Colour)


@case
def lookups(submission):
    """By name, by value, by member"""
    space = run()
    Colour, Level = space["Colour"], space["Level"]
    assert Colour["RED"] is Colour.RED and Colour["CRIMSON"] is Colour.RED
    assert Colour("g") is Colour.GREEN and Colour(Colour.GREEN) is Colour.GREEN
    for name in ("r", "upper", "red", "__module__", "name"):
        with raises(KeyError):
            Colour[name]
    for value in ("RED", "x", None, [], Level.LOW):
        with raises(ValueError):
            Colour(value)
    assert Level(10) is Level.HIGH and Level(1.0) is Level.LOW


@case
def what_is_a_member(submission):
    """Private names and descriptors aren't members"""
    space = run()
    Level, Base, Colour = space["Level"], space["Base"], space["Colour"]
    assert [member.name for member in Level] == ["LOW", "HIGH"]
    assert Level._hidden == 3 and Level._private == 5
    assert Level.HIGH.double == 20 and Level.first() is Level.LOW and Level.twice(4) == 8
    assert Level.LOW in Level and Level.LOW not in Colour
    assert 1 not in Level and "LOW" not in Level and [] not in Level
    assert len(Base) == 0 and list(Base) == []


@case
def unhashable_values(submission):
    """Values that have no hash"""
    Lists = run("""
class Lists(Choice):
    A = [1, 2]
    B = {"k": []}
    C = [1, 2]
""")["Lists"]
    assert Lists.C is Lists.A and Lists.B.value == {"k": []}
    assert Lists([1, 2]) is Lists.A and Lists({"k": []}) is Lists.B
    assert Lists.aliases() == {"C": Lists.A} and len(Lists) == 2


@case
def order_and_aliases(submission):
    """Many members, in the order of the body"""
    names = [f"N{number * 7 % 40}" for number in range(40)]
    body = "".join(f"    {name} = {place % 25}\n" for place, name in enumerate(names))
    Many = run(f"\nclass Many(Choice):\n{body}")["Many"]
    assert [(member.name, member.value) for member in Many] == list(zip(names[:25], range(25)))
    assert len(Many) == 25
    aliases = Many.aliases()
    assert {name: member.name for name, member in aliases.items()} == dict(zip(names[25:], names))


@case
def always_true(submission):
    """Classes are true, and so are members"""
    space = run("\nclass Zero(Choice):\n    NONE = 0\n")
    assert bool(space["Empty"]) is True and len(space["Empty"]) == 0
    assert bool(space["Colour"]) is True and bool(space["Zero"].NONE) is True
    assert bool(submission.Choice) is True


@case
def nothing_changes(submission):
    """Members of the class and attributes of members stay"""
    Colour = run()["Colour"]
    red = Colour.RED
    for name in ("RED", "CRIMSON"):
        with raises(AttributeError):
            setattr(Colour, name, 1)
        with raises(AttributeError):
            delattr(Colour, name)
    for name in ("name", "value"):
        with raises(AttributeError):
            setattr(red, name, "x")
        with raises(AttributeError):
            delattr(red, name)
    assert Colour.RED is red and (red.name, red.value) == ("RED", "r")
    Colour.note = "a note"
    assert Colour.note == "a note" and len(Colour) == 2 and red.note == "a note"
    del Colour.note
    assert not hasattr(Colour, "note")
    live_list = list(Colour)
    live_list.clear()
    Colour.aliases().clear()
    assert len(Colour) == 2 and len(Colour.aliases()) == 1


@case
def subclasses(submission):
    """Only classes without members can be subclassed"""
    space = run()
    with raises(TypeError):
        there.exec("class More(Colour):\n    BLUE = 'b'", space)
    with raises(TypeError):
        there.exec("class Same(Colour):\n    pass", space)
    there.exec("class Middle(Base):\n    pass\nclass Last(Middle):\n    X = 4", space)
    assert space["Last"].X.double == 8 and issubclass(space["Last"], space["Base"])
    assert isinstance(space["Last"].X, space["Base"])


@case
def names_given_twice(submission):
    """A name twice in a body"""
    space = run()
    for body in ("A = 1\n    B = 2\n    A = 3", "A = 1\n    def A(self): pass", "A = 1\n    A = 1"):
        with raises(TypeError, match="A"):
            there.exec(f"class Twice(Choice):\n    {body}", space)
    there.exec(
        "class Fine(Choice):\n    _a = 1\n    _a = 2\n    def f(self): return 1\n    def f(self): return 2\n    X = 1",
        space,
    )
    assert space["Fine"].X.f() == 2 and space["Fine"]._a == 2


@case
def made_by_hand(submission):
    """The metaclass, called; keywords of the class statement"""
    Size = submission.ChoiceMeta("Size", (submission.Choice,), {"S": 1, "M": 2, "T": 1})
    assert [member.name for member in Size] == ["S", "M"] and Size.T is Size.S
    assert repr(Size.M) == "<Size.M: 2>"
    space = run("""
class Day(Choice, start=1):
    MON = ...
    TUE = ...
    FREE = "free"
    WED = ...
class Plain(Choice):
    A = ...
    B = ...
    C = 1
""")
    assert [(day.name, day.value) for day in space["Day"]] == [("MON", 1), ("TUE", 2), ("FREE", "free"), ("WED", 3)]
    assert [member.value for member in space["Plain"]] == [0, 1] and space["Plain"].C is space["Plain"].B
    with raises(TypeError):
        there.exec("class Odd(Choice, begin=3):\n    X = ...", space)
