import asyncio
import random

from pyjury import Failure, case, probe, raises

DOOR = {
    ("closed", "open"): "opened",
    ("opened", "close"): "closed",
    ("closed", "lock"): "locked",
    ("locked", "unlock"): "closed",
    ("locked", "break"): "broken",
    ("opened", "break"): "broken",
}


def door(submission, start="closed"):
    return submission.machine(DOOR, start, {"broken"})


def returned(step):
    """What a generator returns with this step."""
    try:
        state = step()
    except StopIteration as end:
        return end.value
    raise Failure(f"the machine should have ended, and yielded {state!r}")


@case(open=True)
def events(submission):
    m = door(submission)
    assert next(m) == "closed"
    assert [m.send(event) for event in ("open", "close", "lock")] == ["opened", "closed", "locked"]


@case(open=True)
def a_final_state(submission):
    m = door(submission)
    next(m)
    m.send("open")
    m.send("close")
    m.send("lock")
    assert returned(lambda: m.send("break")) == ["closed", "opened", "closed", "locked", "broken"]
    with raises(StopIteration):
        m.send("open")
    assert returned(lambda: next(door(submission, "broken"))) == ["broken"]


@case(open=True)
def illegal_events(submission):
    m = door(submission)
    next(m)
    m.send("lock")
    with raises(submission.IllegalEvent) as caught:
        m.send("open")
    assert (caught.value.state, caught.value.event) == ("locked", "open")
    with raises(StopIteration):
        m.send("unlock")


@case
def none_is_an_event(submission):
    m = submission.machine({(None, None): 1, (1, None): 2, (2, 0): None}, None, set())
    assert [next(m), next(m), m.send(None), m.send(0), next(m)] == [None, 1, 2, None, 1]
    with raises(submission.IllegalEvent) as caught:
        m.send("x")
    assert (caught.value.state, caught.value.event) == (1, "x")


@case
def resets(submission):
    m = door(submission)
    next(m)
    m.send("lock")
    assert m.throw(submission.Reset()) == "closed"
    assert m.throw(submission.Reset()) == "closed"
    m.send("open")
    assert returned(lambda: m.send("break")) == ["closed", "locked", "closed", "closed", "opened", "broken"]


@case
def exceptions_from_outside(submission):
    for error in (KeyError("k"), submission.IllegalEvent("i"), StopAsyncIteration("s")):
        m = door(submission)
        next(m)
        with raises(type(error)) as caught:
            m.throw(error)
        assert caught.value is error
        with raises(StopIteration):
            next(m)


@case
def closing(submission):
    m = door(submission)
    next(m)
    assert m.close() is None
    with raises(StopIteration):
        m.send("open")


@case
def two_machines_at_once(submission):
    one, two = door(submission), door(submission, "opened")
    assert [next(one), next(two)] == ["closed", "opened"]
    assert [one.send("lock"), two.send("close"), one.send("unlock")] == ["locked", "closed", "closed"]
    assert returned(lambda: (two.send("open"), two.send("break"))) == ["opened", "closed", "opened", "broken"]


@case(each={"seed": [1, 2]})
def long_scripts(submission, seed):
    dice = random.Random(seed)
    table = {(state, event): dice.randrange(9) for state in range(8) for event in "abcd" if dice.random() < 0.9}
    for _ in range(10):
        m, state, visited = submission.machine(table, 0, {8}), 0, [0]
        assert next(m) == 0
        while True:
            event = dice.choice("abcdr")
            if event == "r":
                state = 0
                visited.append(state)
                assert m.throw(submission.Reset()) == 0
                continue
            if (state, event) not in table:
                with raises(submission.IllegalEvent) as caught:
                    m.send(event)
                assert (caught.value.state, caught.value.event) == (state, event)
                break
            state = table[state, event]
            visited.append(state)
            if state == 8:
                assert returned(lambda: m.send(event)) == visited
                break
            assert m.send(event) == state


@case
def chains(submission):
    lamp = {("off", "press"): "on", ("on", "press"): "dead"}
    both = submission.chain(submission.machine(lamp, "off", {"dead"}), door(submission), door(submission, "broken"))
    assert [next(both), both.send("press"), both.send("press")] == ["off", "on", "closed"]
    assert both.send("open") == "opened"
    assert both.throw(submission.Reset()) == "closed"
    both.send("lock")
    assert returned(lambda: both.send("break")) == [
        ["off", "on", "dead"],
        ["closed", "opened", "closed", "locked", "broken"],
        ["broken"],
    ]
    assert returned(lambda: next(submission.chain())) == []


@case
def chains_that_break(submission):
    second = door(submission)
    both = submission.chain(door(submission), second)
    next(both)
    with raises(submission.IllegalEvent):
        both.send("break")
    with raises(StopIteration):
        next(both)
    assert next(second) == "closed"
    first = door(submission)
    both = submission.chain(first)
    next(both)
    both.close()
    with raises(StopIteration):
        first.send("open")


@case(open=True)
async def driven(submission, clock):
    events = iter(["open", "close", "lock", "break", "unused"])

    async def next_event():
        await asyncio.sleep(1)
        return next(events)

    assert await submission.drive(door(submission), next_event) == ["closed", "opened", "closed", "locked", "broken"]
    assert clock.now == 4 and next(events) == "unused"


@case
async def driven_with_trouble(submission):
    def script(*answers):
        return probe(answers=[*answers, Failure("asked for another event after the last one")], awaited=True)

    reset = submission.Reset
    came = await submission.drive(door(submission), script("lock", reset(), "open", "break"))
    assert came == ["closed", "locked", "closed", "opened", "broken"]
    assert await submission.drive(door(submission, "broken"), script()) == ["broken"]
    m = door(submission)
    with raises(OSError, match="gone"):
        await submission.drive(m, script("open", OSError("gone")))
    with raises(StopIteration):
        m.send("close")
    with raises(submission.IllegalEvent):
        await submission.drive(door(submission), script("open", "open"))
    both = submission.chain(door(submission), door(submission, "opened"))
    assert await submission.drive(both, script("open", "break", "break")) == [
        ["closed", "opened", "broken"],
        ["opened", "broken"],
    ]
