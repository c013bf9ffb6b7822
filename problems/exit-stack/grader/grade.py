from pyjury import Call, case, plain, probe, raises, share


class Manager:
    """Notes how it is entered and left."""

    def __init__(self, log, name, entering=None, leaving=None):
        self.log = log
        self.name = name
        self.entering = entering
        self.leaving = leaving

    def __enter__(self):
        self.log.append(f"enter {self.name}")
        if self.entering:
            raise self.entering
        return self.name.upper()

    def __exit__(self, kind, error, trace):
        assert kind is None and error is None and trace is None or kind.__name__ == type(error).__name__
        self.log.append(f"leave {self.name}: {None if error is None else type(error).__name__}")
        if isinstance(self.leaving, BaseException):
            raise self.leaving
        return self.leaving


class Broken(Exception):
    pass


@case(open=True)
def a_change_and_back(submission):
    settings = share({"colour": "red", "size": 3})
    with submission.changed(settings, colour="blue", depth=1) as inside:
        assert plain(inside) == {"colour": "blue", "size": 3, "depth": 1}
    assert plain(settings) == {"colour": "red", "size": 3}


@case
def what_else_the_block_does(submission):
    settings = share({"a": 1, "b": None, "c": 3})
    with raises(Broken):
        with submission.changed(settings, a=10, b=20, d=40):
            del settings["a"]
            settings["c"] = 30
            settings["d"] = 41
            settings["e"] = 50
            raise Broken
    assert plain(settings) == {"a": 1, "b": None, "c": 30, "e": 50}
    with submission.changed(settings, x=1, mapping=2):
        del settings["x"]
    assert plain(settings) == {"a": 1, "b": None, "c": 30, "e": 50}


@case
def changes_in_changes(submission):
    settings = share({"a": 1})
    with submission.changed(settings, a=2, b=2):
        with submission.changed(settings, a=3):
            assert plain(settings) == {"a": 3, "b": 2}
        assert plain(settings) == {"a": 2, "b": 2}
    assert plain(settings) == {"a": 1}


@case
def suppressing(submission):
    error = IndexError("i")
    with submission.suppressed(KeyError, LookupError) as outcome:
        assert outcome.error is None
        raise error
    assert outcome.error is error
    with submission.suppressed(ValueError) as outcome:
        pass
    assert outcome.error is None
    for kinds, error in [((KeyError,), LookupError("l")), ((), ValueError("v")), ((Exception,), KeyboardInterrupt())]:
        with raises(type(error)) as caught:
            with submission.suppressed(*kinds) as outcome:
                raise error
        assert caught.value is error and outcome.error is None


@case
def suppressing_again(submission):
    manager, first, second = submission.suppressed(KeyError, Broken), KeyError("first"), Broken("second")
    with manager as outer:
        with manager as inner:
            raise first
        assert inner.error is first and outer.error is None
        raise second
    assert outer.error is second and inner.error is first


@case
def timing(submission):
    clock = probe(answers=[10, 11, 12.5, 100, 1000, 10_000])
    with submission.timed(clock) as timer:
        assert timer.seconds == 1
        assert timer.seconds == 2.5
    assert [timer.seconds, timer.seconds] == [90, 90]
    assert clock.count == 4, "calls of the clock"


@case
def timing_failures(submission):
    clock = probe(answers=[5, 8, 100])
    with raises(Broken):
        with submission.timed(clock) as timer:
            raise Broken
    assert timer.seconds == 3
    assert clock.count == 2, "calls of the clock"


@case(open=True)
def a_stack(submission):
    log = []
    with submission.Stack() as stack:
        assert stack.enter(Manager(log, "a")) == "A"
        assert stack.call(log.append, "called") is not None
        assert stack.enter(Manager(log, "b")) == "B"
        log.append("block")
    assert log == ["enter a", "enter b", "block", "leave b: None", "called", "leave a: None"]


@case
def functions_on_a_stack(submission):
    first, second = probe(answers=[True]), probe()
    with raises(Broken):
        with submission.Stack() as stack:
            stack.call(first, 1, key="value")
            stack.call(second, function=1)
            assert first.count == 0
            raise Broken
    assert first.calls == [Call((1,), {"key": "value"})]
    assert second.calls == [Call((), {"function": 1})]


@case
def an_exception_goes_through_a_stack(submission):
    log, error = [], Broken("block")
    with raises(Broken) as caught:
        with submission.Stack() as stack:
            for name in "abc":
                stack.enter(Manager(log, name))
            raise error
    assert caught.value is error
    assert log[3:] == ["leave c: Broken", "leave b: Broken", "leave a: Broken"]


@case
def an_exception_that_is_ended(submission):
    log = []
    with submission.Stack() as stack:
        for name, leaving in [("a", None), ("b", 1), ("c", "")]:
            stack.enter(Manager(log, name, leaving=leaving))
        raise Broken
    assert log[3:] == ["leave c: Broken", "leave b: Broken", "leave a: None"]


@case
def exceptions_of_managers(submission):
    log, late, latest = [], KeyError("late"), OSError("latest")
    with raises(OSError) as caught:
        with submission.Stack() as stack:
            stack.enter(Manager(log, "a"))
            stack.call(probe(answers=[latest]))
            stack.enter(Manager(log, "b"))
            stack.enter(Manager(log, "c", leaving=late))
            raise Broken
    assert caught.value is latest
    assert log[3:] == ["leave c: Broken", "leave b: KeyError", "leave a: OSError"]


@case
def ended_and_raised_again(submission):
    log = []
    with raises(KeyError, match="late"):
        with submission.Stack() as stack:
            stack.enter(Manager(log, "a", leaving=KeyError("late")))
            stack.enter(Manager(log, "b", leaving=True))
            raise Broken
    assert log[2:] == ["leave b: Broken", "leave a: None"]
    log.clear()
    with submission.Stack() as stack:
        stack.enter(Manager(log, "a", leaving=True))
        stack.enter(Manager(log, "b", leaving=KeyError("late")))
    assert log[2:] == ["leave b: None", "leave a: KeyError"]


@case
def entering_fails(submission):
    log, error = [], OSError("b")
    with raises(OSError) as caught:
        with submission.Stack() as stack:
            stack.enter(Manager(log, "a"))
            stack.enter(Manager(log, "b", entering=error))
            log.append("never")
    assert caught.value is error
    assert log == ["enter a", "enter b", "leave a: OSError"]


@case
def detaching(submission):
    log = []
    with submission.Stack() as stack:
        stack.enter(Manager(log, "a"))
        stack.enter(Manager(log, "b"))
        kept = stack.detach()
        stack.enter(Manager(log, "c"))
    assert log == ["enter a", "enter b", "enter c", "leave c: None"]
    kept.close()
    assert log[4:] == ["leave b: None", "leave a: None"]
    kept.close()
    assert len(log) == 6, "to close twice does nothing"


@case
def closing_early(submission):
    log = []
    with submission.Stack() as stack:
        stack.enter(Manager(log, "a"))
        stack.close()
        assert log == ["enter a", "leave a: None"]
        stack.enter(Manager(log, "b"))
    assert log[2:] == ["enter b", "leave b: None"]


@case
def many_managers(submission):
    """More than Python's limit of recursion"""
    calls = probe()
    with submission.Stack() as stack:
        for number in range(1500):
            stack.call(calls, number)
    assert [call.args[0] for call in calls.calls] == list(range(1500))[::-1]
