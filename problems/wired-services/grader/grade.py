from pyjury import case, in_threads, probe, raises, there


@case(open=True, points=2)
def by_annotations(submission):
    class Engine(there.object):
        pass

    class Wheel(there.object):
        def __init__(self, size: int = 16):
            self.size = size

    class Car(there.object):
        def __init__(self, engine: Engine, wheel: Wheel, doors: int = 4, *, spare: Wheel):
            self.engine, self.wheel, self.doors, self.spare = engine, wheel, doors, spare

    container = submission.Container()
    assert container.register(Engine).register(Wheel).register(Car) is container
    car = container.resolve(Car)
    assert isinstance(car, Car) and isinstance(car.engine, Engine) and isinstance(car.wheel, Wheel)
    assert (car.doors, car.wheel.size) == (4, 16)
    assert car.wheel is not car.spare
    assert container.resolve(Car).engine is not car.engine


@case(open=True, points=2)
def providers(submission):
    class Store(there.object):
        pass

    class MemoryStore(Store):
        pass

    class Shop(there.object):
        def __init__(self, store: Store, name: str, limit: float = 0.5):
            self.store, self.name, self.limit = store, name, limit

    def announce(shop: Shop):
        return f"{shop.name} is open"

    container = submission.Container()
    container.register(Store, MemoryStore).register(Shop).register(str, lambda: "the shop").register(list, announce)
    assert isinstance(container.resolve(Store), MemoryStore)
    assert container.resolve(Shop).limit == 0.5
    assert container.resolve(list) == "the shop is open"
    container.register(float, lambda: 2.5)
    assert container.resolve(Shop).limit == 2.5
    container.register(str, lambda: "another")
    assert container.resolve(list) == "another is open"


@case(open=True, points=1)
def singletons(submission):
    class Engine(there.object):
        pass

    class Car(there.object):
        def __init__(self, engine: Engine):
            self.engine = engine

    container = submission.Container().register(Engine, lifetime="singleton").register(Car)
    one, two = container.resolve(Car), container.resolve(Car)
    assert one is not two and one.engine is two.engine is container.resolve(Engine)
    other = submission.Container().register(Engine, lifetime="singleton")
    assert other.resolve(Engine) is not one.engine
    with raises(ValueError):
        container.register(Car, lifetime="forever")


@case(points=1)
def falsy_singletons(submission):
    made = probe(answers=[None, 1], name="made")
    container = submission.Container().register(int, made, lifetime="singleton")
    assert [container.resolve(int) for _ in range(3)] == [None] * 3
    assert made.count == 1


@case(open=True, points=1)
def nothing_registered(submission):
    class Engine(there.object):
        pass

    class Car(there.object):
        def __init__(self, motor: Engine):
            self.engine = motor

    class Plain(there.object):
        def __init__(self, anything):
            pass

    container = submission.Container().register(Car).register(Plain)
    with raises(submission.NotRegistered, match="Engine") as caught:
        container.resolve(Car)
    assert "motor" in str(caught.value)
    with raises(submission.NotRegistered, match="anything"):
        container.resolve(Plain)
    with raises(submission.NotRegistered, match="Engine"):
        container.resolve(Engine)
    for name in ("NotRegistered", "Cycle", "Captive"):
        assert issubclass(getattr(submission, name), submission.WiringError)


@case(open=True, points=2)
def cycles(submission):
    class A(there.object):
        pass

    class B(there.object):
        pass

    class C(there.object):
        pass

    class Outside(there.object):
        pass

    container = submission.Container()
    container.register(B, needs(C)).register(C, needs(A)).register(Outside, needs(B))
    container.register(A, needs(B))
    with raises(submission.Cycle) as caught:
        container.resolve(A)
    assert caught.value.path == [A, B, C, A]
    with raises(submission.Cycle) as caught:
        container.resolve(Outside)
    assert caught.value.path == [B, C, A, B]
    container.register(B, needs(B), lifetime="singleton")
    with raises(submission.Cycle) as caught:
        container.resolve(C)
    assert caught.value.path == [B, B]


def needs(kind):
    def provider(it: kind):
        return ("made", it)

    return provider


@case(points=1)
def no_cycle(submission):
    class Base(there.object):
        pass

    class Left(there.object):
        def __init__(self, base: Base):
            self.base = base

    class Right(there.object):
        def __init__(self, base: Base, left: Left):
            self.base, self.left = base, left

    container = submission.Container().register(Base).register(Left).register(Right)
    right = container.resolve(Right)
    assert right.base is not right.left.base
    container.register(Base, lifetime="singleton")
    right = container.resolve(Right)
    assert right.base is right.left.base


@case(points=2)
def found_before_anything_is_made(submission):
    made = probe(lambda *arguments: ("made", *arguments), name="made")

    def first():
        return made("first")

    def then(number: int, text: str):
        return made(number, text)

    def ring(number: int, items: list):
        return made(number, items)

    container = submission.Container().register(int, first, "singleton").register(float, then).register(list, ring)
    with raises(submission.NotRegistered):
        container.resolve(float)
    with raises(submission.Cycle):
        container.resolve(list)
    container.register(set, lambda: made("set"), "scoped").register(dict, needs(set), "singleton")
    with raises(submission.Captive):
        with container.scope() as scope:
            scope.resolve(dict)
    assert made.count == 0


@case(open=True, points=2)
def scopes(submission):
    class Session(there.object):
        pass

    class Service(there.object):
        def __init__(self, session: Session):
            self.session = session

    class Config(there.object):
        pass

    container = submission.Container()
    container.register(Session, lifetime="scoped").register(Service).register(Config, lifetime="singleton")
    with container.scope() as first, container.scope() as second:
        one, two = first.resolve(Service), first.resolve(Service)
        assert one is not two and one.session is two.session is first.resolve(Session)
        assert second.resolve(Session) is not one.session
        assert first.resolve(Config) is second.resolve(Config) is container.resolve(Config)
    with raises(submission.WiringError):
        first.resolve(Session)
    for service in (Session, Service):
        with raises(submission.WiringError):
            container.resolve(service)


@case(points=2)
def closing(submission):
    closed = []

    class File(there.object):
        def close(self):
            closed.append("file")

    class Plain(there.object):
        pass

    class Session(there.object):
        def __init__(self, file: File, plain: Plain):
            pass

        def close(self):
            closed.append("session")

    class Single(there.object):
        def close(self):
            closed.append("singleton")

    class Short(there.object):
        def close(self):
            closed.append("transient")

    container = submission.Container().register(Single, lifetime="singleton").register(Short)
    for kind in (File, Plain, Session):
        container.register(kind, lifetime="scoped")
    with container.scope() as scope:
        for kind in (Session, Single, Short, File):
            scope.resolve(kind)
        assert closed == []
    assert closed == ["session", "file"]
    with raises(KeyError):
        with container.scope() as scope:
            scope.resolve(File)
            raise KeyError("in the block")
    assert closed == ["session", "file", "file"]
    with container.scope():
        pass
    assert len(closed) == 3


@case(points=2)
def captives(submission):
    class Session(there.object):
        pass

    class Helper(there.object):
        def __init__(self, session: Session):
            pass

    class Cache(there.object):
        def __init__(self, helper: Helper):
            pass

    container = submission.Container()
    container.register(Session, lifetime="scoped").register(Helper).register(Cache, lifetime="singleton")
    with raises(submission.Captive):
        container.resolve(Cache)
    with container.scope() as scope:
        with raises(submission.Captive):
            scope.resolve(Cache)
        scope.resolve(Helper)
    container.register(Session, lifetime="singleton")
    assert isinstance(container.resolve(Cache), Cache)


@case(points=1)
def providers_that_raise(submission):
    down = probe(answers=[OSError("down"), "up"], name="down")
    container = submission.Container().register(str, lambda: down(), "singleton")
    with raises(OSError, match="down"):
        container.resolve(str)
    assert [container.resolve(str), container.resolve(str)] == ["up", "up"]
    assert down.count == 2


@case(points=2, limit=3)
def one_singleton_for_all_threads(submission):
    made = probe(lambda: made.count, name="made")

    def engine():
        return made()

    container = submission.Container().register(int, engine, "singleton").register(list, needs(int))
    outcomes = in_threads(*[(container.resolve, int)] * 6, *[(container.resolve, list)] * 6)
    assert [outcome.result() for outcome in outcomes] == [1] * 6 + [("made", 1)] * 6
    assert made.count == 1
