from pyjury import Call, case, probe, raises


def flaky(*answers):
    """A function that raises what is an exception, and returns the rest."""
    left = iter(answers)

    def answer(*args, **keywords):
        result = next(left)
        if isinstance(result, BaseException):
            raise result
        return result

    return probe(answer, name="fetch")


@case(points=1, open=True)
def the_third_attempt(submission):
    """Two failures, then an answer; the waits grow"""
    sleep, fetch = probe(name="sleep"), flaky(KeyError("a"), KeyError("b"), "page")
    again = submission.retry(times=5, wait=0.5, factor=3, sleep=sleep)(fetch)
    assert again("url", depth=2) == "page"
    assert fetch.calls == [Call(("url",), {"depth": 2})] * 3
    assert [call.args for call in sleep.calls] == [(0.5,), (1.5,)]


@case(points=1)
def no_wait_without_need(submission):
    """A call that succeeds at once never waits"""
    sleep, fetch = probe(name="sleep"), flaky(7)
    assert submission.retry(sleep=sleep)(fetch)() == 7
    assert sleep.count == 0


@case(points=2)
def the_last_exception(submission):
    """The last exception itself reaches the caller, with the earlier ones as notes; there is no wait after it"""
    sleep, last = probe(name="sleep"), ValueError("three")
    fetch = flaky(ValueError("one"), KeyError("two"), last)
    with raises(ValueError) as caught:
        submission.retry(times=3, on=(ValueError, KeyError), sleep=sleep)(fetch)()
    assert caught.value is last
    assert caught.value.__notes__ == ["attempt 1: ValueError('one')", "attempt 2: KeyError('two')"]
    assert fetch.count == 3 and sleep.count == 2


@case(points=1)
def other_exceptions(submission):
    """What isn't asked for isn't held back; a type of the grader's own can be asked for"""

    class Busy(Exception):
        pass

    sleep = probe(name="sleep")
    fetch = flaky(Busy(), TypeError("no"), "never")
    with raises(TypeError, match="^no$"):
        submission.retry(on=Busy, sleep=sleep)(fetch)()
    assert fetch.count == 2 and sleep.count == 1


@case(points=1)
def names_are_kept(submission):
    """Name, docstring and the number of attempts"""

    @submission.retry(sleep=probe())
    def greet(name):
        """Say hello."""
        return f"hello {name}"

    assert greet("Ada") == "hello Ada" and greet("Bob") == "hello Bob"
    assert greet.__name__ == "greet" and greet.__doc__ == "Say hello."
    assert greet.attempts == 2


@case(points=1)
def no_attempt(submission):
    """Fewer than one attempt is a mistake of the caller"""
    with raises(ValueError):
        submission.retry(times=0)


@case(points=1, virtual_time=True)
def the_real_sleep(submission, clock):
    """Without a sleep of the caller's, time.sleep is used"""
    assert submission.retry(times=3, wait=10)(flaky(OSError(), OSError(), 1))() == 1
    assert clock.now == 30
