import random

from pyjury import Call, case, prints, probe, raises, share, there


@case(open=True)
def example(submission):
    """The example of the statement"""
    bus = submission.EventBus()
    bus.subscribe("saved", there.print)
    token = bus.subscribe("saved", lambda file: there.print("first", file), priority=5)
    with prints("first a.txt\na.txt\n"):
        assert bus.publish("saved", "a.txt") == 2
    assert bus.unsubscribe(token) is True
    with prints("b.txt\n"):
        assert bus.publish("saved", "b.txt") == 1
    assert bus.publish("closed") == 0


@case
def arguments(submission):
    """Handlers get all arguments; buses are independent"""
    bus, other = submission.EventBus(), submission.EventBus()
    handler, stranger = probe(name="handler"), probe(name="stranger")
    bus.subscribe("e", handler)
    other.subscribe("e", stranger)
    bus.subscribe("f", stranger)
    assert bus.publish("e", 1, "two", key=[3]) == 1
    assert handler.calls == [Call((1, "two"), {"key": [3]})] and stranger.count == 0
    assert (bus.count("e"), bus.count("nothing")) == (1, 0)


@case
def tokens(submission):
    """One handler, several subscriptions; each token ends its own"""
    bus = submission.EventBus()
    handler = probe(name="handler")
    tokens = [bus.subscribe("e", handler) for _ in range(3)]
    assert len(set(tokens)) == 3
    assert bus.publish("e") == 3 and handler.count == 3
    assert bus.unsubscribe(tokens[1]) is True and bus.unsubscribe(tokens[1]) is False
    assert bus.publish("e") == 2 and bus.count("e") == 2
    assert submission.EventBus().unsubscribe(tokens[0]) is False and bus.count("e") == 2


@case
def subscribed_meanwhile(submission):
    """New handlers have to wait for the next event"""
    bus, log = submission.EventBus(), []

    def eager():
        log.append("eager")
        bus.subscribe("e", lambda: log.append("new"), priority=-1)

    bus.subscribe("e", eager, once=True)
    assert bus.publish("e") == 1 and log == ["eager"]
    assert bus.publish("e") == 1 and log == ["eager", "new"]


@case
def unsubscribed_meanwhile(submission):
    """Who is unsubscribed by a handler isn't called any more, and not counted"""
    bus, log, tokens = submission.EventBus(), [], {}

    def handler(name, *victims):
        def handle():
            log.append(name)
            for victim in victims:
                bus.unsubscribe(tokens[victim])

        tokens[name] = bus.subscribe("e", handle)

    handler("a", "a", "c")
    handler("b")
    handler("c")
    handler("d", "b")
    assert bus.publish("e") == 3 and log == ["a", "b", "d"]
    assert bus.publish("e") == 1 and log[3:] == ["d"]


@case
def events_within_events(submission):
    """An inner event is delivered at once; once is once, even then"""
    bus, log = submission.EventBus(), []

    def nested(depth):
        log.append(f"begin {depth}")
        if depth < 3:
            bus.publish("e", depth + 1)
        log.append(f"end {depth}")

    bus.subscribe("e", lambda depth: log.append(f"once {depth}"), once=True, priority=-1)
    bus.subscribe("e", nested)
    assert bus.publish("e", 1) == 1
    assert log == ["begin 1", "begin 2", "begin 3", "end 3", "once 3", "end 2", "end 1"]
    assert bus.count("e") == 1


@case
def once_and_again(submission):
    """A handler with once isn't called again, though it publishes the event itself"""
    bus = submission.EventBus()

    def again(depth):
        if depth < 3:
            inner.append(bus.publish("e", depth + 1))

    inner, handler = [], probe(again)
    bus.subscribe("e", handler, once=True)
    assert bus.publish("e", 1) == 1
    assert handler.calls == [Call((1,), {})] and inner == [0]


@case
def failing_handlers(submission):
    """All are called, then the failures come together"""
    bus = submission.EventBus()
    first, second = OSError("first"), KeyError("second")
    good = probe(name="good")
    bus.subscribe("e", probe(answers=[first]), once=True)
    bus.subscribe("e", good)
    bus.subscribe("e", probe(answers=[second]), once=True)
    bus.subscribe("e", good)
    with raises(submission.DeliveryError) as caught:
        bus.publish("e")
    assert caught.value.errors == [first, second] and good.count == 2
    assert bus.publish("e") == 2
    assert issubclass(submission.DeliveryError, Exception)


@case
def failures_within_failures(submission):
    """Failures of inner events; what is no Exception goes through"""
    bus, after = submission.EventBus(), probe(name="after")
    bus.subscribe("outer", lambda: bus.publish("inner"))
    bus.subscribe("outer", after)
    bus.subscribe("inner", probe(answers=[ValueError("deep")] * 2))
    with raises(submission.DeliveryError) as caught:
        bus.publish("outer")
    (inner,) = caught.value.errors
    assert isinstance(inner, submission.DeliveryError) and [str(each) for each in inner.errors] == ["deep"]
    assert after.count == 1
    bus.subscribe("outer", probe(answers=[KeyboardInterrupt("stop")]), priority=9)
    with raises(KeyboardInterrupt):
        bus.publish("outer")
    assert after.count == 1


LISTENERS = """
class Listener:
    def __init__(self):
        self.heard = []

    def hear(self, word):
        self.heard.append(word)


def function(heard):
    return lambda word: heard.append(word)
"""


def listeners():
    space = share({})
    there.exec(LISTENERS, space)
    return space["Listener"], space["function"]


@case
def weak_handlers(submission):
    """weak: functions and bound methods are called as long as somebody holds them"""
    (Listener, function), gc = listeners(), there("gc")
    bus, heard = submission.EventBus(), share([])
    listener, hear = Listener(), function(heard)
    token = bus.subscribe("e", listener.hear, weak=True)
    bus.subscribe("e", hear, weak=True, priority=1)
    gc.collect()
    assert bus.publish("e", "one") == 2, "both are still held"
    assert listener.heard == ["one"] and heard == ["one"]
    del listener
    gc.collect()
    assert bus.count("e") == 1 and bus.publish("e", "two") == 1
    assert bus.unsubscribe(token) is False
    del hear
    gc.collect()
    assert bus.publish("e", "three") == 0 and bus.count("e") == 0
    assert heard == ["one", "two"]


@case
def kept_handlers(submission):
    """Without weak, the bus keeps its handlers, until they're unsubscribed"""
    (Listener, function), gc, weakref = listeners(), there("gc"), there("weakref")
    bus, heard = submission.EventBus(), share([])
    listener = Listener()
    alive = weakref.ref(listener)
    token = bus.subscribe("e", listener.hear)
    bus.subscribe("e", function(heard), once=True)
    del listener
    gc.collect()
    assert bus.publish("e", "one") == 2 and heard == ["one"]
    assert alive() is not None and alive().heard == ["one"]
    assert bus.unsubscribe(token) is True
    del token
    gc.collect()
    assert alive() is None, "the bus still holds a handler that was unsubscribed"


@case
def random_subscriptions(submission):
    """Many subscriptions and events, against a model"""
    chance = random.Random(9)
    bus, log, model, serial = submission.EventBus(), [], [], 0
    for _ in range(400):
        act = chance.choice("sssup")
        if act == "s":
            serial += 1
            name, priority, once = chance.choice("xy"), chance.randint(-2, 2), chance.random() < 0.3
            token = bus.subscribe(name, lambda serial=serial: log.append(serial), priority, once)
            model.append((name, -priority, serial, once, token))
        elif act == "u" and model:
            assert bus.unsubscribe(model.pop(chance.randrange(len(model)))[4]) is True
        elif act == "p":
            name = chance.choice("xy")
            called = sorted(each[:4] for each in model if each[0] == name)
            log.clear()
            assert bus.publish(name) == len(called)
            assert log == [serial for _, _, serial, _ in called]
            model = [each for each in model if each[0] != name or not each[3]]
            assert bus.count(name) == len([each for each in model if each[0] == name])
