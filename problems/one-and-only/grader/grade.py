from pyjury import case, in_threads, live, raises, there

APP = '''
import threading
import time

from single import Singleton, once

begun = []
entered, released = threading.Event(), threading.Event()


class Settings(metaclass=Singleton):
    def __init__(self, path="settings.ini"):
        begun.append(path)
        time.sleep(0.02)
        if path == "missing":
            raise FileNotFoundError(path)
        self.path = path


class Sub(Settings):
    pass


class Slotted(metaclass=Singleton):
    __slots__ = ("items",)

    def __init__(self):
        self.items = []


class Log(metaclass=Singleton):
    """Uses another singleton."""

    def __init__(self):
        self.settings = Settings("log.ini")


class Slow(metaclass=Singleton):
    """Isn't ready before somebody else has made another singleton."""

    def __init__(self):
        entered.set()
        self.was_alone = not released.wait(1)


def path():
    return Settings("threads.ini").path


def quick():
    entered.wait(1)
    Slotted()
    released.set()


@once
def load(*arguments, **keywords):
    """Load it."""
    begun.append((arguments, keywords))
    time.sleep(0.02)
    if arguments == ("broken",):
        raise OSError("broken")
    return None if "nothing" in arguments else [arguments, keywords]


@once
def other():
    return load("other")
'''


def application():
    """A module of the submission's process that uses the submitted one."""
    app = there("types").ModuleType("app")
    live(there("sys"), "modules")["app"] = app
    there.exec(APP, live(app, "__dict__"))
    return app


@case(open=True)
def example(submission):
    """The example of the statement"""
    app, pickle = application(), there("pickle")
    first, second = app.Settings("a.ini"), app.Settings("b.ini")
    assert first is second and second.path == "a.ini"
    assert pickle.loads(pickle.dumps(first)) is first
    assert app.begun == ["a.ini"]


@case
def keywords_and_types(submission):
    """Arguments reach __init__; the class is still a class"""
    app = application()
    assert app.Settings(path="k.ini").path == "k.ini"
    assert isinstance(app.Settings(), app.Settings) and app.Settings.__name__ == "Settings"
    assert isinstance(app.Settings, submission.Singleton) and issubclass(submission.Singleton, type)


@case
def failing_init(submission):
    """An __init__ that fails leaves no object behind"""
    app = application()
    for _ in range(2):
        with raises(FileNotFoundError):
            app.Settings("missing")
    assert app.Settings("found").path == "found"
    assert app.begun == ["missing", "missing", "found"]


@case
def subclasses(submission):
    """Each subclass has an object of its own"""
    app = application()
    base, sub = app.Settings("base"), app.Sub("sub")
    assert (base.path, sub.path) == ("base", "sub")
    assert app.Sub() is sub and app.Settings() is base
    app = application()
    sub = app.Sub("sub")
    assert app.Settings("base") is not sub and app.Settings().path == "base"


@case
def copies(submission):
    """Copies are the object itself, with and without __slots__"""
    app, copy, pickle = application(), there("copy"), there("pickle")
    for thing in (app.Settings("x"), app.Sub("y"), app.Slotted()):
        assert copy.copy(thing) is thing
        assert copy.deepcopy(thing) is thing
        assert copy.deepcopy([thing, {"key": thing}])[0] is thing
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(thing, protocol)) is thing
    assert app.Settings().path == "x" and app.Sub().path == "y"
    data = pickle.dumps(app.Settings())
    later = application()
    assert pickle.loads(data) is later.Settings() and later.Settings().path == "settings.ini"


@case
def threads(submission):
    """Many threads at the same time: one object, ready for use"""
    app = application()
    outcomes = in_threads(*[app.path] * 8)
    assert [outcome.result() for outcome in outcomes] == ["threads.ini"] * 8
    assert app.begun == ["threads.ini"]


@case
def nobody_is_held_up(submission):
    """While one object is being made, others can be"""
    app = application()
    slow, _ = in_threads(app.Slow, app.quick)
    assert slow.result().was_alone is False, "another class had to wait"
    assert app.Log().settings is app.Settings() and app.Settings().path == "log.ini"


@case
def decorated(submission):
    """once: one result, whatever the arguments are"""
    app = application()
    assert app.load.__name__ == "load" and app.load.__doc__ == "Load it."
    first = app.load(1, key=2)
    assert first == [(1,), {"key": 2}] and app.load(3) == first
    assert app.begun == [((1,), {"key": 2})] and app.other() == first
    app.load.forget()
    assert app.load("nothing") is None and app.load() is None
    assert len(app.begun) == 2
    assert app.load.__wrapped__("direct") == [("direct",), {}]


@case
def failing_once(submission):
    """once: a call that raises doesn't count"""
    app = application()
    app.load.forget()
    for _ in range(2):
        with raises(OSError, match="broken"):
            app.load("broken")
    assert app.load("good") == [("good",), {}] and len(app.begun) == 3


@case
def threads_of_once(submission):
    """once: many threads, one call"""
    app = application()
    outcomes = in_threads(*[(app.load, place) for place in range(8)])
    assert len(app.begun) == 1
    assert [outcome.result() for outcome in outcomes] == [[app.begun[0][0], {}]] * 8
