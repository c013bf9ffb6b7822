from pyjury import approx, case, probe, raises, there


def greet(name: str, *, loud: bool = False) -> str:
    """Say hello."""
    return f"HELLO {name}" if loud else f"hello {name}"


def broken():
    raise KeyError("broken")


@case(open=True)
def counting(submission):
    counted = submission.counted(greet)
    assert counted.calls == 0
    assert counted("Ada") == "hello Ada" and counted("Bob", loud=True) == "HELLO Bob"
    assert counted.calls == 2


@case
def counting_apart(submission):
    first, second = submission.counted(greet), submission.counted(broken)
    for _ in range(3):
        with raises(KeyError, match="broken"):
            second()
    assert (first.calls, second.calls) == (0, 3)
    second.calls = 0
    first("Ada")
    with raises(KeyError):
        second()
    assert (first.calls, second.calls) == (1, 1)


@case(open=True)
def logging_calls(submission):
    lines = []
    logged = submission.logged(lines.append)(greet)
    assert logged("Ada", loud=True) == "HELLO Ada"
    assert lines == ["greet('Ada', loud=True)", "greet -> 'HELLO Ada'"]


@case
def logging_in_order(submission):
    lines = []

    def outer(*args, **keywords):
        lines.append("inside")

    submission.logged(lines.append)(outer)(1, "b", [2.5], z=None, a={"k": (1,)})
    assert lines == ["outer(1, 'b', [2.5], z=None, a={'k': (1,)})", "inside", "outer -> None"]


@case
def logging_exceptions(submission):
    lines = []
    with raises(KeyError, match="broken"):
        submission.logged(lines.append)(broken)()
    assert lines == ["broken()", "broken raised KeyError('broken')"]


@case
def repeating(submission):
    for decorator, times in [
        (submission.repeat, 2),
        (submission.repeat(), 2),
        (submission.repeat(3), 3),
        (submission.repeat(times=0), 0),
        (submission.repeat(1), 1),
    ]:
        calls = probe(answers=range(10), name="calls")
        repeated = decorator(calls)
        assert repeated("x", y=1) == list(range(times))
        assert [call.args for call in calls.calls] == [("x",)] * times
        assert all(call.kwargs == {"y": 1} for call in calls.calls)


@case
def repeating_less_than_never(submission):
    with raises(ValueError):
        submission.repeat(-1)
    with raises(ValueError):
        submission.repeat(times=-5)
    fails = probe(answers=[1, OSError("second"), 3], name="fails")
    with raises(OSError, match="second"):
        submission.repeat(3)(fails)()
    assert fails.count == 2


@case(virtual_time=True)
def at_most_so_many(submission, clock):
    calls = probe(answers=range(100), name="calls")
    limited = submission.at_most(2, 10)(calls)
    assert limited() == 0
    clock.advance(4)
    assert limited() == 1
    clock.advance(1)
    for _ in range(2):
        with raises(submission.TooManyCalls) as caught:
            limited()
        assert caught.value.wait == approx(5)
    assert calls.count == 2, "a call that is refused doesn't reach the function"
    clock.advance(5)  # 10: the first one lies 10 seconds back
    assert limited() == 2
    with raises(submission.TooManyCalls) as caught:
        limited()
    assert caught.value.wait == approx(4)
    clock.advance(4)
    assert limited() == 3


@case(virtual_time=True)
def windows_slide(submission, clock):
    """No window of ten seconds has more than three beginnings, wherever it lies"""
    limited = submission.at_most(3, 10)(greet)
    let_through = []
    for moment in (0, 8, 9, 10, 11, 17, 18, 18, 19, 20, 21, 27, 28, 29, 30, 39, 39, 39, 39, 48, 49):
        clock.advance(moment - clock.now)
        try:
            limited("Ada")
            let_through.append(moment)
        except submission.TooManyCalls:
            pass
    assert let_through == [0, 8, 9, 10, 18, 19, 20, 28, 29, 30, 39, 39, 48, 49]


@case(virtual_time=True)
def limits_apart(submission, clock):
    decorator = submission.at_most(1, 5)
    first, second = decorator(greet), decorator(broken)
    assert first("Ada") == "hello Ada"
    with raises(KeyError):
        second()
    for each in (first, second):
        with raises(submission.TooManyCalls):
            each("Bob") if each is first else each()
    clock.advance(5)
    assert first("Bob") == "hello Bob"


@case
def what_a_function_is_called(submission):
    for decorator in all_four(submission):
        decorated = decorator(greet)
        assert decorated.__name__ == "greet"
        assert decorated.__qualname__ == "greet"
        assert decorated.__doc__ == "Say hello."
        assert decorated.__annotations__ == {"name": str, "loud": bool, "return": str}
        assert decorated.__wrapped__("Ada") == "hello Ada"


@case
def stacked(submission):
    lines = []
    inner = submission.counted(greet)
    stack = submission.repeat(3)(submission.logged(lines.append)(inner))
    outer = submission.counted(stack)
    assert outer("Ada") == ["hello Ada"] * 3
    assert (inner.calls, outer.calls) == (3, 1)
    assert lines == ["greet('Ada')", "greet -> 'hello Ada'"] * 3
    assert outer.__name__ == "greet" and outer.__wrapped__.__wrapped__.__wrapped__.__wrapped__("Bob") == "hello Bob"


@case
def methods(submission):
    lines = []
    for decorator in all_four(submission, lines.append):

        class Greeter(there.object):
            def hello(self, name, mark="."):
                return f"{self.word} {name}{mark}"

            hello = decorator(hello)

        first, second = Greeter(), Greeter()
        first.word, second.word = "hi", "bye"
        assert first.hello("Ada", mark="!") in ("hi Ada!", ["hi Ada!"] * 2)
        assert second.hello("Bob") in ("bye Bob.", ["bye Bob."] * 2)
    assert len(lines) == 4 and lines[1] == "hello -> 'hi Ada!'"


def all_four(submission, write=print):
    return [submission.counted, submission.logged(write), submission.repeat, submission.at_most(9, 1)]
