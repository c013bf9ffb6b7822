from pyjury import case, raises


def door_of(submission, log=None):
    """The door of the statement, with hooks that write a log."""

    class Door(submission.Machine):
        closed = submission.State(initial=True)
        opened = submission.State()
        locked = submission.State()

        open = closed.to(opened)
        close = opened.to(closed)
        lock = closed.to(locked, guard="has_key")
        unlock = locked.to(closed)
        slam = opened.to(closed) | closed.to(closed)

        def has_key(self):
            return self.key

        def on_exit_closed(self, event):
            log.append(("exit closed", event, self.state))

        def on_enter_closed(self, event):
            log.append(("enter closed", event, self.state))

        def on_enter_locked(self, event):
            log.append(("enter locked", event, self.state))

        def on_change(self, old, new, event):
            log.append((old, new, event, self.state))

    if log is None:
        log = []
    return Door


def after(machine, *events):
    """The states after each of the events."""
    states = []
    for event in events:
        getattr(machine, event)()
        states.append(machine.state)
    return states


@case(open=True)
def events_change_the_state(submission):
    door = door_of(submission)()
    assert door.state == "closed"
    assert after(door, "open", "close", "slam", "open", "slam") == ["opened", "closed", "closed", "opened", "closed"]
    assert door.open() is door
    assert door.close().open().state == "opened"


@case(open=True)
def illegal_events(submission):
    door = door_of(submission)()
    with raises(submission.IllegalEvent) as caught:
        door.close()
    assert (caught.value.state, caught.value.event) == ("closed", "close")
    assert door.state == "closed"
    door.open()
    for event in ("open", "lock", "unlock"):
        with raises(submission.IllegalEvent) as caught:
            getattr(door, event)()
        assert (caught.value.state, caught.value.event) == ("opened", event)


@case(open=True)
def diagrams(submission):
    assert door_of(submission).diagram().split("\n") == [
        "* --> closed",
        "closed --open--> opened",
        "opened --close--> closed",
        "closed --lock--> locked [has_key]",
        "locked --unlock--> closed",
        "opened --slam--> closed",
        "closed --slam--> closed",
    ]


@case
def guards_that_are_methods(submission):
    door = door_of(submission)()
    door.key = False
    with raises(submission.IllegalEvent) as caught:
        door.lock()
    assert (caught.value.state, caught.value.event) == ("closed", "lock")
    door.key = True
    assert after(door, "lock", "unlock") == ["locked", "closed"]


@case
def the_first_that_is_allowed(submission):
    asked = []

    def guard(name):
        def allows(machine):
            asked.append(name)
            return machine.level >= int(name[-1])

        allows.__name__ = name
        return allows

    class Tank(submission.Machine):
        low = submission.State(initial=True)
        middle = submission.State()
        full = submission.State()
        fill = (
            middle.to(full, guard=guard("over_9"))
            | low.to(full, guard=guard("over_5"))
            | low.to(middle, guard=guard("over_2"))
            | low.to(low)
        )
        empty = full.to(low) | middle.to(low)

    tank = Tank()
    states = []
    for level in (1, 3, 7):
        tank.level = level
        tank.fill()
        states.append(tank.state)
        if tank.state != "low":
            tank.empty()
    assert states == ["low", "middle", "full"]
    assert asked == ["over_5", "over_2", "over_5", "over_2", "over_5"]
    assert "low --fill--> middle [over_2]" in Tank.diagram().split("\n")


@case
def asking_first(submission):
    log = []
    door = door_of(submission, log)()
    door.key = 0
    assert [door.can(event) for event in ("open", "close", "lock", "unlock", "slam")] == [True, False, False, False, True]
    door.key = 1
    assert door.can("lock") is True
    assert door.state == "closed" and log == []


@case(open=True)
def hooks(submission):
    log = []
    door = door_of(submission, log)()
    assert log == []
    door.key = True
    door.lock()
    assert log == [
        ("exit closed", "lock", "closed"),
        ("enter locked", "lock", "locked"),
        ("closed", "locked", "lock", "locked"),
    ]
    log.clear()
    door.unlock()
    door.slam()
    assert log == [
        ("enter closed", "unlock", "closed"),
        ("locked", "closed", "unlock", "closed"),
        ("exit closed", "slam", "closed"),
        ("enter closed", "slam", "closed"),
        ("closed", "closed", "slam", "closed"),
    ]


@case
def hooks_that_raise(submission):
    class Fragile(submission.Machine):
        a = submission.State(initial=True)
        b = submission.State()
        go = a.to(b)
        back = b.to(a)

        def on_exit_a(self, event):
            if self.stuck:
                raise OSError("stuck")

        def on_enter_a(self, event):
            raise LookupError("entered")

    machine = Fragile()
    machine.stuck = True
    with raises(OSError, match="stuck"):
        machine.go()
    assert machine.state == "a"
    machine.stuck = False
    machine.go()
    with raises(LookupError, match="entered"):
        machine.back()
    assert machine.state == "a"


@case
def events_within_hooks(submission):
    changes = []

    class Chain(submission.Machine):
        one = submission.State(initial=True)
        two = submission.State()
        three = submission.State()
        next = one.to(two) | two.to(three)

        def on_enter_two(self, event):
            self.next()

        def on_change(self, old, new, event):
            changes.append((old, new))

    assert Chain().next().state == "three"
    assert sorted(changes) == [("one", "two"), ("two", "three")]


@case
def machines_share_nothing(submission):
    Door = door_of(submission)
    one, two = Door(), Door()
    one.open()
    assert (one.state, two.state) == ("opened", "closed")
    with raises(AttributeError):
        one.state = "closed"
    assert one.state == "opened"

    class Lamp(submission.Machine):
        off = submission.State(initial=True)
        on = submission.State()
        open = off.to(on)

    lamp = Lamp()
    assert after(lamp, "open") == ["on"] and Lamp.diagram() == "* --> off\noff --open--> on"
    assert two.open().state == "opened"


@case
def derived_machines(submission):
    Door = door_of(submission)

    class Safe(Door):
        welded = submission.State()
        weld = Door.locked.to(welded)

    class Named(Safe):
        def __init__(self, name):
            self.name = name
            self.key = True

    safe = Named("big")
    assert after(safe, "lock", "weld") == ["locked", "welded"] and safe.name == "big"
    assert Safe.diagram().split("\n")[-1] == "locked --weld--> welded"
    assert Safe.diagram().split("\n")[:-1] == Door.diagram().split("\n")
    assert not hasattr(Door(), "weld")
    door = Door()
    door.key = True
    assert after(door, "lock") == ["locked"]


@case
def bad_machines(submission):
    State = submission.State
    with raises(submission.BadMachine):

        class TwoBeginnings(submission.Machine):
            a = State(initial=True)
            b = State(initial=True)
            go = a.to(b)

    with raises(submission.BadMachine):

        class NoBeginning(submission.Machine):
            a = State()
            b = State()
            go = a.to(b)

    with raises(submission.BadMachine):

        class Island(submission.Machine):
            a = State(initial=True)
            b = State()
            c = State()
            go = a.to(b) | c.to(a)

    with raises(submission.BadMachine):

        class Islands(submission.Machine):
            a = State(initial=True)
            b = State()
            c = State()
            go = b.to(c) | c.to(b)

    class Nothing(submission.Machine):
        def hello(self):
            return "hello"

    with raises(submission.BadMachine):
        Nothing()

    class Single(Nothing):
        only = State(initial=True)

    assert (Single().state, Single().hello(), Single.diagram()) == ("only", "hello", "* --> only")
