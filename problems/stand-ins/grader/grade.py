from pyjury import case, live, probe, raises, share, there

SOURCE = """
class City:
    country = "Norway"

    def __init__(self, name, people):
        self.name = name
        self.people = people

    def move_in(self, count=1):
        self.people += count
        return self.people

    @property
    def large(self):
        return self.people > 100

    def __eq__(self, other):
        return isinstance(other, City) and self.name == other.name
"""


def city(name="Oslo", people=5):
    """An object of a class in a module of the submission's process."""
    module = there("types").ModuleType("atlas")
    live(there("sys"), "modules")["atlas"] = module
    there.exec(SOURCE, live(module, "__dict__"))
    return module.City(name, people)


@case(open=True)
def example(submission):
    """The example of the statement"""
    settings = submission.Settings(colour="red", size=3)
    settings.size = 5
    assert (settings.colour, settings.size, settings.changed()) == ("red", 5, {"size": 5})
    del settings.size
    assert settings.size == 3
    view = submission.ReadOnly([3, 1, 2])
    assert (view[0], len(view), view.index(2)) == (3, 3, 2)
    with raises(AttributeError):
        view.x = 1


@case
def settings(submission):
    """Settings: defaults, what was set, what isn't there"""
    one, other = submission.Settings(a=1, b=None), submission.Settings()
    one.a, one.b, one.c = 2, None, 3
    assert (one.a, one.b, one.c) == (2, None, 3) and one.changed() == {"a": 2, "c": 3}
    for name in ("x", "__x__", "_x"):
        assert not hasattr(one, name)
        with raises(AttributeError, match=name):
            getattr(one, name)
        with raises(AttributeError):
            delattr(one, name)
    del one.a, one.c
    assert one.a == 1 and not hasattr(one, "c") and one.changed() == {}
    with raises(AttributeError):
        del one.a
    assert other.changed() == {} and not hasattr(other, "a")
    one.changed().update(a=9)
    assert one.a == 1
    odd = submission.Settings(
        **{"defaults": 1, "values": 2, "_values": 3, "_defaults": 4, "data": 5, "copy": 6, "name": 7}
    )
    odd._values, odd.defaults = 8, 9
    assert (odd.defaults, odd.values, odd._values, odd._defaults, odd.data, odd.copy, odd.name) == (9, 2, 8, 4, 5, 6, 7)
    assert odd.changed() == {"_values": 8, "defaults": 9}


@case
def copies_of_settings(submission):
    """Settings: copy, deepcopy, pickle, dir"""
    copy, pickle = there("copy"), there("pickle")
    first = submission.Settings(a=1, items=share([]))
    first.b = 2
    for again in (copy.copy(first), copy.deepcopy(first), pickle.loads(pickle.dumps(first))):
        assert isinstance(again, submission.Settings)
        assert (again.a, again.b, again.changed()) == (1, 2, {"b": 2})
        again.a, again.c = 5, 6
        assert first.a == 1 and not hasattr(first, "c")
        del again.a, again.b
        assert first.b == 2 and not hasattr(again, "b")
        assert again.a == 1
    deep = copy.deepcopy(first)
    live(deep, "items").append(1)
    assert (first.items, deep.items) == ([], [1])
    assert {"a", "b", "items", "changed"} <= set(dir(first)) and "c" not in dir(first)


@case
def views(submission):
    """ReadOnly: reads go through, changes don't"""
    oslo = city()
    view = submission.ReadOnly(oslo)
    assert (view.name, view.country, view.large, view.people) == ("Oslo", "Norway", False, 5)
    assert view.move_in(200) == 205 and view.large is True and oslo.people == 205
    oslo.name = "Christiania"
    assert view.name == "Christiania"
    for name in ("name", "new", "country", "_target", "target", "__class__"):
        with raises(AttributeError):
            setattr(view, name, "x")
        with raises(AttributeError):
            delattr(view, name)
    assert oslo.name == "Christiania" and not hasattr(oslo, "new")
    for name in ("nothing", "__nothing__"):
        with raises(AttributeError, match=name):
            getattr(view, name)
    assert isinstance(view, submission.ReadOnly) and {"name", "people", "move_in", "large"} <= set(dir(view))


@case
def operators_of_views(submission):
    """ReadOnly: what isn't read by name"""
    view = submission.ReadOnly(share({"b": 1, "a": [2]}))
    assert len(view) == 2 and "a" in view and "c" not in view
    assert view["a"] == [2] and list(view) == ["b", "a"] and str(view) == "{'b': 1, 'a': [2]}"
    with raises(KeyError):
        view["c"]
    with raises(TypeError):
        view["c"] = 1
    with raises(TypeError):
        del view["b"]
    assert bool(view) is True and bool(submission.ReadOnly([])) is False and bool(submission.ReadOnly(0)) is False
    oslo, bergen = submission.ReadOnly(city()), submission.ReadOnly(city("Bergen"))
    assert bool(oslo) is True and oslo != bergen
    assert submission.ReadOnly([1, [2]]) == submission.ReadOnly([1, [2]]) != submission.ReadOnly([1])
    there.exec(
        "assert view == [1, 2] and not view != [1, 2] and view != [2]", share({"view": submission.ReadOnly([1, 2])})
    )
    for call in (lambda: len(oslo), lambda: list(oslo), lambda: oslo[0], lambda: "x" in oslo, lambda: hash(oslo)):
        with raises(TypeError):
            call()
    with raises(TypeError):
        hash(submission.ReadOnly("text"))


@case
def copies_of_views(submission):
    """ReadOnly: copy, deepcopy, pickle"""
    copy, pickle = there("copy"), there("pickle")
    oslo = city()
    view = submission.ReadOnly(oslo)
    for again, people in ((copy.copy(view), 6), (copy.deepcopy(view), 5), (pickle.loads(pickle.dumps(view)), 5)):
        assert isinstance(again, submission.ReadOnly) and again.name == "Oslo"
        oslo.people = 6
        assert again.people == people
        with raises(AttributeError):
            again.name = "x"
        oslo.people = 5
    assert submission.ReadOnly(view).name == "Oslo"


@case
def lazy(submission):
    """Lazy: made once, when it's needed"""
    oslo = city()
    for use in (lambda it: it.name, lambda it: setattr(it, "name", "Oslo"), lambda it: delattr(it, "people"), dir):
        oslo.people = 5
        make = probe(lambda: oslo, name="make")
        it = submission.Lazy(make)
        assert isinstance(it, submission.Lazy) and make.count == 0
        use(it)
        assert make.count == 1
        it.people = 8
        assert it.move_in() == 9 and oslo.people == 9 and make.count == 1
    del it.name
    assert not hasattr(oslo, "name") and not hasattr(it, "name")
    it._made = it.make = 1
    assert (oslo._made, oslo.make) == (1, 1) and make.count == 1
    assert {"people", "move_in", "_made"} <= set(dir(it))
    with raises(AttributeError, match="nothing"):
        it.nothing  # noqa: B018


@case
def lazy_failures(submission):
    """Lazy: a failing make, and one that gives None"""
    oslo = city()
    make = probe(answers=[OSError("later"), OSError("later"), oslo], name="make")
    it = submission.Lazy(make)
    with raises(OSError, match="later"):
        it.name  # noqa: B018
    with raises(OSError, match="later"):
        it.name = "x"
    assert it.name == "Oslo" and make.count == 3
    make = probe(answers=[None] * 9)
    nothing = submission.Lazy(make)
    assert not hasattr(nothing, "name") and not hasattr(nothing, "people") and make.count == 1


@case
def copies_of_lazy(submission):
    """Lazy: copy, deepcopy, pickle"""
    copy, pickle = there("copy"), there("pickle")
    for again_of, people in ((copy.copy, 6), (copy.deepcopy, 5), (lambda it: pickle.loads(pickle.dumps(it)), 5)):
        oslo = city()
        make = probe(lambda: oslo, name="make")
        it = submission.Lazy(make)
        again = again_of(it)
        assert isinstance(again, submission.Lazy)
        oslo.people = 6
        assert again.people == people and it.people == 6 and make.count == 1
        assert again.name == "Oslo" and again.move_in(0) == people
