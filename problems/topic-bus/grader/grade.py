import asyncio
import random

from pyjury import case, in_threads, probe


@case(open=True)
def handlers(submission):
    bus, handler = submission.Bus(), probe(name="handler")
    stop = bus.subscribe("news.sport", handler)
    assert bus.publish("news.sport", "goal") == 1
    assert bus.publish("news.weather", "rain") == 0
    assert [call.args for call in handler.calls] == [("news.sport", "goal")]
    stop()
    stop()
    assert bus.publish("news.sport", "foul") == 0 and handler.count == 1


@case(open=True)
def wildcards(submission):
    fitting = {
        "a": ["a"],
        "*": ["a", "b"],
        "#": ["a", "b", "a.b", "a.b.c", "a.c.c", "aa.b"],
        "a.#": ["a", "a.b", "a.b.c", "a.c.c"],
        "a.*": ["a.b"],
        "a.*.c": ["a.b.c", "a.c.c"],
        "*.*": ["a.b", "aa.b"],
        "*.b": ["a.b", "aa.b"],
        "*.b.#": ["a.b", "a.b.c", "aa.b"],
        "a.b.c.#": ["a.b.c"],
    }
    topics = ["a", "b", "a.b", "a.b.c", "a.c.c", "aa.b"]
    for pattern, expected in fitting.items():
        bus = submission.Bus()
        bus.subscribe(pattern, probe())
        assert [topic for topic in topics if bus.publish(topic, 0)] == expected, f"the topics that fit {pattern!r}"


@case
def other_signs_are_no_wildcards(submission):
    bus = submission.Bus()
    bus.subscribe("a?.[b].c+", probe())
    assert [bus.publish(topic, 0) for topic in ("a?.[b].c+", "ax.b.cc", "a.b.c", "a?x[b]xc+")] == [1, 0, 0, 0]


@case
def random_patterns(submission):
    dice = random.Random(30)

    def fits(pattern, topic):
        if not pattern or pattern == ["#"]:
            return bool(pattern) or not topic
        return bool(topic) and pattern[0] in ("*", topic[0]) and fits(pattern[1:], topic[1:])

    patterns = [[dice.choice("ab*") for _ in range(dice.randint(1, 4))] + ["#"] * dice.randint(0, 1) for _ in range(30)]
    bus = submission.Bus()
    seen = []
    for number, pattern in enumerate(patterns):
        bus.subscribe(".".join(pattern), lambda topic, message, number=number: seen.append(number))
    for _ in range(25):
        topic = [dice.choice("ab") for _ in range(dice.randint(1, 4))]
        expected = [number for number, pattern in enumerate(patterns) if fits(pattern, topic)]
        seen.clear()
        assert bus.publish(".".join(topic), None) == len(expected)
        assert seen == expected


@case
def handlers_that_fail(submission):
    bus, error, seen = submission.Bus(), OSError("disk"), []
    bus.subscribe("t", lambda topic, message: seen.append("first"))
    bus.subscribe("t", probe(answers=[error]))
    bus.subscribe("t", lambda topic, message: seen.append("last"))
    assert bus.publish("t", 1) == 3
    assert seen == ["first", "last"]
    assert len(bus.errors) == 1 and bus.errors[0] is error


@case
def the_same_handler_twice(submission):
    bus, handler = submission.Bus(), probe()
    stops = [bus.subscribe("t.#", handler) for _ in range(2)]
    assert bus.publish("t", 1) == 2 and handler.count == 2
    stops[0]()
    stops[0]()
    assert bus.publish("t", 2) == 1 and handler.count == 3


@case
def changes_during_delivery(submission):
    bus, seen = submission.Bus(), []

    def first(topic, message):
        seen.append(("first", message))
        if message == 1:
            stops[0]()
            stops[2]()
            bus.subscribe("t", lambda topic, message: seen.append(("new", message)))

    def second(topic, message):
        seen.append(("second", message))

    def third(topic, message):
        seen.append(("third", message))

    stops = [bus.subscribe("t", handler) for handler in (first, second, third)]
    bus.publish("t", 1)
    assert seen == [("first", 1), ("second", 1)]
    bus.publish("t", 2)
    assert seen[2:] == [("second", 2), ("new", 2)]


@case
def publishing_from_a_handler(submission):
    bus, seen = submission.Bus(), []
    bus.subscribe("count", lambda topic, message: message and bus.publish("count", message - 1))
    bus.subscribe("#", lambda topic, message: seen.append(message))
    bus.publish("count", 4)
    assert sorted(seen) == [0, 1, 2, 3, 4]


@case(limit=5)
def many_publishers(submission):
    bus, seen = submission.Bus(), {}
    bus.subscribe("from.*", lambda topic, message: seen.setdefault(topic, []).append(message))

    for round in range(3):
        seen.clear()
        calls = [(bus.publish, f"from.{name}", round) for name in range(8)]
        calls += [(bus.subscribe, "other", probe()) for _ in range(4)]
        for outcome in in_threads(*calls):
            outcome.result()
        assert seen == {f"from.{name}": [round] for name in range(8)}
    assert bus.publish("other", 0) == 12


@case(open=True)
async def streams(submission):
    bus = submission.Bus()
    stream = bus.stream("a.*", 10)
    for number in range(3):
        assert bus.publish("a.b", number) == 1
    assert bus.publish("b.b", 3) == 0
    stream.close()
    assert bus.publish("a.b", 4) == 0
    assert [item async for item in stream] == [("a.b", 0), ("a.b", 1), ("a.b", 2)]
    assert stream.dropped == 0


@case
async def waiting_consumers(submission, clock):
    bus, seen = submission.Bus(), []
    stream = bus.stream("#", 10)

    async def consume():
        async for topic, message in stream:
            seen.append((clock.now, message))

    consumer = asyncio.create_task(consume())
    for number in range(3):
        await asyncio.sleep(5)
        bus.publish("t", number)
    await asyncio.sleep(5)
    stream.close()
    await asyncio.wait_for(consumer, 1)
    assert seen == [(5, 0), (10, 1), (15, 2)]


@case(each={"size": [1, 3]})
async def slow_consumers(submission, size):
    bus = submission.Bus()
    slow, fast = bus.stream("t", size), bus.stream("t", 100)
    for number in range(10):
        bus.publish("t", number)
    assert (slow.dropped, fast.dropped) == (10 - size, 0)
    came = await anext(slow)
    assert came == ("t", 10 - size)
    bus.publish("t", 10)
    assert slow.dropped == 10 - size
    slow.close()
    fast.close()
    assert [message async for _, message in slow] == list(range(11 - size, 11))
    assert [message async for _, message in fast] == list(range(11))


@case
async def one_slow_one_fast(submission, clock):
    bus = submission.Bus()
    slow, fast = bus.stream("t", 2), bus.stream("t", 2)

    async def consume(stream, seconds, seen):
        async for _, message in stream:
            seen.append(message)
            await asyncio.sleep(seconds)

    seen_slowly, seen_fast = [], []
    consumers = [
        asyncio.create_task(consume(slow, 3.5, seen_slowly)),
        asyncio.create_task(consume(fast, 0.5, seen_fast)),
    ]
    for number in range(12):
        bus.publish("t", number)
        await asyncio.sleep(1)
    slow.close()
    fast.close()
    await asyncio.gather(*consumers)
    assert seen_fast == list(range(12)) and fast.dropped == 0
    assert seen_slowly == sorted(set(seen_slowly))
    assert len(seen_slowly) + slow.dropped == 12 and seen_slowly[-2:] == [10, 11]
