from pyjury import case, raises, share, there

SOURCE = """
from fields import Typed, alias, cached

class Person:
    name = Typed(str)
    age = Typed(int, default=0, check=lambda age: age >= 0)
    note = Typed(str, default=None)

class Pupil(Person):
    age = Typed(int, default=6, check=lambda age: 6 <= age < 20)
    marks = Typed(list, default=None)

class Slotted:
    __slots__ = ("__weakref__",)
    size = Typed(int)

class Unhashable(Person):
    def __eq__(self, other):
        raise RuntimeError("__eq__ was called")
    __hash__ = None

class Same(Person):
    def __eq__(self, other):
        return True
    def __hash__(self):
        return 1

class Circle:
    runs = 0
    def __init__(self, radius):
        self.radius = radius
    @cached
    def area(self):
        "The area."
        self.runs += 1
        return 3 * self.radius ** 2
    nothing = cached(lambda self: None)

class Wide(Circle):
    pass

class City:
    def __init__(self, mayor):
        self.mayor = mayor

class Letter:
    to = alias("city.mayor.name")
    town = alias("city")
    def __init__(self, city):
        self.city = city

def set_and_gone(kind, name, count=100):
    "The values that new objects have, after others have been set and are gone."
    things = [kind() for _ in range(count)]
    for thing in things:
        setattr(thing, name, 77)
    del thing, things
    return [getattr(thing, name, 0) for thing in [kind() for _ in range(count)]]
"""


def classes(*names):
    """Classes of the submission's process that use its descriptors."""
    space = share({"__name__": "people"})
    there.exec(SOURCE, space)
    return [space[name] for name in names]


@case(open=True)
def example(submission):
    """The example of the statement"""
    (Person,) = classes("Person")
    ada = Person()
    assert ada.age == 0
    ada.age = 36
    with raises(TypeError, match="age"):
        ada.age = "old"
    with raises(ValueError, match="age"):
        ada.age = -1
    assert ada.age == 36
    with raises(AttributeError, match="name"):
        ada.name  # noqa: B018
    assert isinstance(Person.age, submission.Typed)


@case
def each_its_own(submission):
    """Every object has its own values"""
    (Person,) = classes("Person")
    people = [Person() for _ in range(50)]
    for number, person in enumerate(people):
        person.age, person.name = number, f"n{number}"
    assert [(person.age, person.name) for person in people] == [(number, f"n{number}") for number in range(50)]
    assert Person().age == 0 and Person().note is None


@case
def types_and_checks(submission):
    """bool is no int; None only as a default; refused values change nothing"""
    (Person,) = classes("Person")
    ada = Person()
    ada.name, ada.age, ada.note = "Ada", 36, "x"
    for name, value in (("age", True), ("age", 1.0), ("age", None), ("name", b"Ada"), ("note", None), ("note", 5)):
        with raises(TypeError, match=name):
            setattr(ada, name, value)
    assert (ada.name, ada.age, ada.note) == ("Ada", 36, "x")
    with raises(TypeError):
        ada.age = False
    ada.age = 0
    assert ada.age == 0


@case
def deleting(submission):
    """del goes back to the beginning"""
    (Person,) = classes("Person")
    ada = Person()
    ada.name, ada.age = "Ada", 5
    del ada.name, ada.age
    assert ada.age == 0
    with raises(AttributeError, match="name"):
        ada.name  # noqa: B018
    for name in ("name", "age", "note"):
        with raises(AttributeError, match=name):
            delattr(ada, name)
    ada.name = "Ada again"
    assert ada.name == "Ada again"


@case
def subclasses(submission):
    """Inherited, and defined anew"""
    Person, Pupil = classes("Person", "Pupil")
    bob, ada = Pupil(), Person()
    assert (bob.age, ada.age) == (6, 0)
    with raises(ValueError, match="age"):
        bob.age = 40
    ada.age, bob.age, bob.name = 40, 7, "Bob"
    assert (bob.age, ada.age, bob.name, bob.marks) == (7, 40, "Bob", None)
    assert Pupil.name is Person.name and Pupil.age is not Person.age
    with raises(TypeError, match="marks"):
        bob.marks = (1, 2)


@case
def odd_objects(submission):
    """No __dict__, no hash, objects that are equal to each other"""
    Slotted, Unhashable, Same = classes("Slotted", "Unhashable", "Same")
    for kind, name in ((Slotted, "size"), (Unhashable, "age"), (Same, "age")):
        first, second = kind(), kind()
        setattr(first, name, 1)
        setattr(second, name, 2)
        assert getattr(first, name) == 1 and getattr(second, name) == 2
    with raises(AttributeError, match="size"):
        Slotted().size  # noqa: B018
    with raises(TypeError, match="size"):
        Slotted().size = "large"


@case
def nothing_leaks(submission):
    """Objects go, and their values don't come back with others"""
    gc, weakref = there("gc"), there("weakref")
    Person, Slotted, set_and_gone = classes("Person", "Slotted", "set_and_gone")
    for kind, name in ((Person, "age"), (Slotted, "size")):
        thing = kind()
        setattr(thing, name, 77)
        alive = weakref.ref(thing)
        del thing
        gc.collect()
        assert alive() is None, "the descriptor keeps the object alive"
        assert set_and_gone(kind, name) == [0] * 100, "a new object has the value of one that is gone"


@case
def cached_results(submission):
    """cached: runs once, for each object"""
    Circle, Wide = classes("Circle", "Wide")
    circle, other = Circle(2), Wide(3)
    assert [circle.area, circle.area, other.area] == [12, 12, 27]
    assert (circle.runs, other.runs) == (1, 1)
    assert circle.nothing is None and "nothing" in dir(circle)
    space = there.vars(circle)
    assert space["area"] == 12 and space["nothing"] is None
    circle.radius = 10
    assert circle.area == 12
    del circle.area
    assert circle.area == 300 and circle.runs == 2
    circle.area = 5
    assert circle.area == 5 and circle.runs == 2 and other.area == 27
    assert isinstance(Circle.area, submission.cached) and Wide.area is Circle.area
    assert Circle.area.__doc__ == "The area."


@case
def cached_steps_aside(submission):
    """cached: no data descriptor, Typed and alias are"""
    for name, expected in (("cached", False), ("Typed", True), ("alias", True)):
        kind = getattr(submission, name)
        assert hasattr(kind, "__get__")
        assert (hasattr(kind, "__set__") or hasattr(kind, "__delete__")) is expected, f"is {name} a data descriptor?"


@case
def aliases(submission):
    """alias: read, set, deleted through the path"""
    City, Letter, Person = classes("City", "Letter", "Person")
    mayor = Person()
    mayor.name = "Ada"
    letter = Letter(City(mayor))
    assert letter.to == "Ada"
    letter.to = "Bob"
    assert mayor.name == "Bob"
    with raises(TypeError, match="name"):
        letter.to = 5
    del letter.to
    with raises(AttributeError):
        mayor.name  # noqa: B018
    with raises(AttributeError):
        letter.to  # noqa: B018
    other = City(Person())
    letter.town = other
    assert letter.city is other and letter.town is other
    assert "to" not in there.vars(letter) and isinstance(Letter.to, submission.alias)
