"""The behaviours of function mode: the first line of each case is a line of docs/function-mode-conformance.md."""

import asyncio
import collections
import datetime
import decimal
import fractions
import gc
import math
import operator
import pathlib
import uuid

from pyjury import (
    Call, Failure, RemoteError, approx, ask, case, equal, in_threads, limit, live, plain, printed, prints, probe, raises,
    same_items, share, take, there, type_of,
)  # fmt: skip


@case
def plain_values(submission):
    """Plain values cross as copies of the same built-in types, at any depth"""
    values = [
        None, True, False, 0, -1, 255, 256, -17, 2**63, -(2**63) - 1, 1.5, 1j, "", "é\0\U0001f600", b"\0\xff", bytearray(b"x"), (), (1,),
        [], [[[]]], {}, {"b": 1, "a": [2]}, set(), {1, (2, 3)}, frozenset({4}), range(5, 0, -2), slice(1, None), ..., NotImplemented,
    ]  # fmt: skip
    for value in values:
        came = submission.same(value)
        assert type(came) is type(value)
        assert came == value
    assert equal(submission.same(values), values, strict=True)


@case
def floats(submission):
    """NaN, infinities and -0.0 keep every bit"""
    came = submission.same([math.nan, math.inf, -math.inf, -0.0, 5e-324, complex(-0.0, math.nan)])
    assert math.isnan(came[0]) and came[1:3] == [math.inf, -math.inf]
    assert math.copysign(1, came[3]) == -1 and came[4] == 5e-324
    assert math.copysign(1, came[5].real) == -1 and math.isnan(came[5].imag)
    assert equal(came[0], math.nan)


@case
def long_integers(submission):
    """Integers beyond 4,300 digits cross both ways"""
    number = 7**20_000
    assert submission.same(number) == number
    assert submission.same(-number) == -number


@case
def surrogates(submission):
    """Lone surrogates in text survive"""
    text = "a\ud800b\udfff\ud83d\ude00"
    assert submission.same(text) == text and len(submission.same(text)) == 6


@case
def standard_types(submission):
    """Decimal, Fraction, dates, UUID, paths and the containers of collections are values"""
    zone = datetime.timezone(datetime.timedelta(hours=2))
    values = [
        decimal.Decimal("-0.10"), decimal.Decimal("NaN"), fractions.Fraction(1, 3), datetime.date(2024, 2, 29),
        datetime.datetime(2024, 1, 1, 12, tzinfo=zone, fold=1), datetime.time(1, 2, 3, 4), datetime.timedelta(days=-1, microseconds=5),
        uuid.UUID(int=7), pathlib.Path("/a/b"), collections.deque([1, 2], maxlen=3), collections.Counter("aab"),
        collections.OrderedDict([("b", 1), ("a", 2)]), collections.defaultdict(int, {"a": 1}),
    ]  # fmt: skip
    for value in values:
        came = submission.same(value)
        assert type(came) is type(value) and repr(came) == repr(value)


@case
def shared_parts(submission):
    """Parts that are shared stay shared, and cycles are cycles"""
    part = [1]
    came = submission.same([part, part])
    assert came[0] is came[1]
    cycle = submission.make_cycle()
    assert cycle[1]["self"] is cycle
    inner = []
    ring = (inner, {"a": 1})
    inner.append(ring)
    came = submission.same(ring)
    assert came[0][0] is came and came[1] == {"a": 1}


@case
def deep_values(submission):
    """Values nested 100,000 deep cross"""
    value = None
    for _ in range(100_000):
        value = [value]
    came, depth = submission.same(value), 0
    while came is not None:
        came, depth = came[0], depth + 1
    assert depth == 100_000


@case
def dictionary_order(submission):
    """Dictionaries keep their order; keys may be tuples, None and objects of the submission"""
    assert list(submission.same({"z": 1, "a": 2, (1, None): 3})) == ["z", "a", (1, None)]
    came = submission.give("{Money(1): 'one', Money(1): 'again'}")
    assert len(came) == 1 and list(came.values()) == ["again"]


@case
def built_in_types(submission):
    """Built-in types and functions are the same on both sides"""
    assert submission.give("[int, dict, ValueError, len]") == [int, dict, ValueError, len]
    assert submission.call(sorted, [3, 1]) == [1, 3]
    named = probe()
    submission.give("lambda f: f(self=1, cls=2, name=3)")(named)
    assert named.calls == [Call((), {"self": 1, "cls": 2, "name": 3})]
    assert submission.call(int, "12") == 12


@case
def liars(submission):
    """An object that equals everything, and lies about its class, equals nothing here"""
    yes = submission.Yes()
    assert not (yes == 5) and yes != 5 and 5 != yes
    assert yes not in [1, 2, 3] and [yes] != [5]
    for compare in (operator.lt, operator.gt, operator.le, operator.ge):
        for pair in ((yes, 5), (5, yes)):
            with raises_failure("plain value"):
                compare(*pair)
    with raises_failure("expected 5"):
        equal([yes], [5])
    with raises_failure("isn't"):
        assert approx_equal(yes, 5), "isn't"
    assert ask(operator.eq, yes, 5) is True
    assert not isinstance(yes, int)


def approx_equal(left, right):
    return approx(right) == left


class raises_failure:
    """The case's own assertions must fail here."""

    def __init__(self, text):
        self.text = text

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is None:
            raise Failure(f"nothing failed with {self.text!r}")
        return isinstance(error, Failure) and self.text in str(error)


@case
def subclasses_of_built_ins(submission):
    """A subclass of str, int or list is compared by its base value, whatever it overrides"""
    text, number, items = submission.Text("a"), submission.Number(5), submission.Items([1, 2])
    assert text == "a" and text != "b"
    assert number == 5 and number != 6 and number < 6
    assert items == [1, 2] and items != [1, 2, 3]
    assert plain([text, {"n": number}]) == ["a", {"n": 5}]
    assert equal({"k": [text]}, {"k": ["a"]})
    with raises_failure("str"):
        equal(text, "a", strict=True)
    assert type_of(text) is submission.Text


@case
def named_tuples_and_enums(submission):
    """Named tuples and int enums have base values; enum members are identical each time"""
    point = submission.Point(1, 2)
    assert point == (1, 2) and point.x == 1 and point._fields == ("x", "y")
    assert submission.Colour.RED is submission.Colour["RED"]
    assert submission.Colour.RED != submission.Colour.BLUE and submission.Colour.RED.value == 1
    assert submission.Level.LOW == 1


@case
def exact_comparison(submission):
    """Comparisons: 1 isn't True, a list is no tuple, 2 is 2.0 but not strictly, NaN equals NaN, order may not matter"""
    assert equal(submission.same([2.0, math.nan]), [2, math.nan])
    for came, expected in (
        (1, True),
        ([1], (1,)),
        ("1", 1),
        (b"a", "a"),
        ({1: 1}, {True: 1}),
        ({(1, 2): 1}, {(True, 2): 1}),
        ([1, 2], [1]),
        (None, False),
    ):
        with raises_failure("expected"):
            equal(submission.same(came), expected)
    for came, expected in ((2, 2.0), (-0.0, 0.0), ({"a": 1, "b": 2}, {"b": 2, "a": 1}), ({1: 1}, {1.0: 1}), ({1}, {1.0})):
        assert equal(submission.same(came), expected)
        with raises_failure("expected"):
            equal(submission.same(came), expected, strict=True)
    assert submission.same({"a": [0.1 + 0.2, (1e-12,)]}) == approx({"a": [0.3, (0.0,)]})
    assert submission.same(1.1) != approx(1.2) and submission.same("x") != approx(1.0)
    assert same_items(submission.same([[1], {2: 3}, 1, 1]), [1, {2: 3}, 1, [1]])
    assert same_items(submission.give("(c for c in 'abca')"), "abc", once=True)
    with raises_failure("2 times"):
        same_items(submission.same([1, 2]), [1, 1, 2])


@case
def attributes(submission):
    """Attributes, properties, class and static methods; setting and deleting"""
    money = submission.Money(5)
    assert money.amount == 5 and money.doubled == 10
    money.amount = 7
    money.note = "x"
    assert money.doubled == 14 and hasattr(money, "note")
    del money.note
    assert not hasattr(money, "note")
    with raises(AttributeError):
        money.nothing  # noqa: B018
    assert submission.Money.zero().amount == 0 and submission.Money.currency() == "USD"
    assert "amount" in dir(money) and submission.Money.__name__ == "Money"


@case
def operators(submission):
    """Operators, reflected and in place; comparisons between two of the submission's objects are its own"""
    one, two = submission.Money(1), submission.Money(2)
    assert (one + two).amount == 3 and (one + 5).amount == 6 and (5 + one).amount == 6
    assert (-one).amount == -1
    assert one == submission.Money(1) and one != two and one < two and two > one
    before = one
    one += 4
    assert one is before and one.amount == 5
    assert len({submission.Money(1), submission.Money(1), two}) == 2
    with raises(TypeError):
        one * "x"


@case
def conversions(submission):
    """len, bool, str, repr, hash, format, int, in"""
    money, bag = submission.Money(7), submission.Bag()
    assert (str(money), repr(money), f"{money:04d}", int(money)) == ("$7", "Money(7)", "0007", 7)
    assert bool(money) is True and not submission.Money(0)
    assert hash(money) == hash(submission.Money(7))
    assert len(bag) == 0 and "a" not in bag
    bag["a"] = [1]
    assert len(bag) == 1 and "a" in bag and bag["a"] == [1] and list(bag) == ["a"]
    del bag["a"]
    with raises(KeyError, match="a"):
        bag["a"]


@case
def identity(submission):
    """The same object is the same Remote, as long as somebody holds it"""
    money = submission.Money(1)
    assert submission.same(money) is money
    assert submission.same([money, money])[0] is money
    assert submission.made() is not submission.made()
    assert submission.Money is submission.Money


@case
def type_queries(submission):
    """isinstance and issubclass with the submission's classes; types of its objects"""
    money = submission.Money(1)
    assert isinstance(money, submission.Money) and not isinstance(money, submission.Bag)
    assert issubclass(submission.Broke, submission.BankError) and issubclass(submission.Broke, ValueError)
    assert type_of(money) is submission.Money and type_of(5) is int
    assert type_of(submission.Money) is type and type_of(submission.Broke) is type and type_of(share([1])) is list
    with raises(submission.Broke) as caught:
        submission.fail(submission.Broke, 1)
    assert type_of(caught.value) is submission.Broke
    assert not isinstance(5, submission.Money)


@case
def lists_that_live_there(submission):
    """share and live: a list that the submission changes, seen by the grader"""
    numbers = share([3, 1, 2])
    submission.sort_in_place(numbers)
    assert numbers == [1, 2, 3] and plain(numbers) == [1, 2, 3] and numbers[0] == 1
    live(submission, "log").append("x")
    assert submission.log == ["x"]
    copied = [3, 1, 2]
    submission.sort_in_place(copied)
    assert copied == [3, 1, 2]


@case
def endless_iteration(submission):
    """Endless generators, one item at a time or some at once"""
    numbers = submission.counting()
    assert [number for number, _ in zip(numbers, range(3))] == [0, 1, 2]
    assert take(numbers, 1000)[-1] == 1003
    assert next(numbers) == 1004
    assert take(submission.returning(), 10) == [1]


@case
def generator_protocol(submission):
    """Generators: send, throw, close and the returned value"""
    numbers = submission.counting(10)
    assert next(numbers) == 10
    assert numbers.send(5) == 15
    assert numbers.throw(ValueError("again")) == 10 - 1
    numbers.close()
    assert submission.log == ["closed"]
    with raises(StopIteration):
        next(numbers)
    ending = submission.returning()
    next(ending)
    with raises(StopIteration) as caught:
        next(ending)
    assert caught.value.value == "the end"

    def delegate():
        return (yield from submission.returning())

    through = delegate()
    assert next(through) == 1
    with raises(StopIteration) as caught:
        next(through)
    assert caught.value.value == "the end"


@case
def stubborn_generators(submission):
    """A generator that refuses to close raises RuntimeError; one that isn't started can't be sent a value"""
    generator = submission.stubborn()
    next(generator)
    with raises(RuntimeError):
        generator.close()
    with raises(TypeError):
        submission.counting().send(1)


@case
def context_managers(submission):
    """Context managers: the value, the exception passed through, suppression"""
    manager = submission.Manager(True)
    with manager as inside:
        assert inside is manager
        raise ValueError("suppressed")
    assert manager.seen == ["enter", "ValueError"]
    manager = submission.Manager(False)
    with raises(ZeroDivisionError):
        with manager:
            1 / 0  # noqa: B018
    with submission.managed() as resource:
        assert resource == "resource"
        raise KeyError("x")
    assert submission.log == ["in", "caught", "out"]


@case
def failures_in_a_block(submission):
    """A failing assertion is neither shown to a context manager of the submission nor suppressed by it"""
    manager = submission.Manager(True)
    with raises_failure("secret"):
        with manager:
            assert False, "secret"  # noqa: B011
    assert manager.seen == ["enter", "AssertionError"]


@case
def built_in_exceptions(submission):
    """Built-in exceptions are caught as what they are, with arguments and message"""
    try:
        submission.fail(ValueError, "bad", 5)
        raise Failure("nothing was raised")
    except ValueError as error:
        assert error.args == ("bad", 5) and isinstance(error, RemoteError)
    for kind in (
        KeyError,
        OSError,
        ZeroDivisionError,
        StopIteration,
        RecursionError,
        NotImplementedError,
        GeneratorExit,
    ):
        with raises(kind, exactly=True) as caught:
            submission.fail(kind, "text")
        assert caught.value.args == ("text",)
    with raises(LookupError, match="text"):
        submission.fail(KeyError, "text")
    with raises(UnicodeDecodeError):
        submission.give("b'\\xff'.decode()")
    with raises(decimal.InvalidOperation):
        submission.give("__import__('decimal').Decimal('x')")


@case
def own_exceptions(submission):
    """The submission's exception classes can be caught, with their bases and attributes"""
    try:
        submission.fail(submission.Broke, 7)
        raise Failure("nothing was raised")
    except submission.BankError as error:
        assert error.missing == 7 and str(error) == "7 are missing"
    with raises(ValueError, submission.Broke):
        submission.fail(submission.Broke, 1)
    with raises("BankError"):
        submission.fail(submission.Broke, 1)
    made = submission.Broke(3)
    assert isinstance(made, ValueError) and made.missing == 3
    with raises_failure("Broke was expected"):
        with raises(submission.Broke):
            submission.fail(KeyError)


@case
def causes_and_notes(submission):
    """__cause__, __context__, suppression and notes"""
    with raises(submission.Broke) as caught:
        submission.chained()
    error = caught.value
    assert isinstance(error.__cause__, KeyError) and error.__suppress_context__
    assert error.__notes__ == ["a note"]
    with raises(ValueError) as caught:
        submission.in_context()
    assert isinstance(caught.value.__context__, KeyError) and caught.value.__cause__ is None
    assert not caught.value.__suppress_context__


@case
def exception_groups(submission):
    """Exception groups, nested, with except*"""
    seen = []
    try:
        submission.grouped()
    except* ValueError as group:
        seen.append(sorted(type(error).__name__ for error in leaves(group)))
    except* TypeError as group:
        seen.append([str(error) for error in leaves(group)])
    assert seen == [["Broke", "ValueError"], ["b"]]
    with raises(ExceptionGroup, match="several"):
        submission.grouped()


def leaves(group):
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from leaves(error)
        else:
            yield error


@case
def tracebacks(submission):
    """The lines of the student's own files, and none of the harness"""
    with raises(ValueError) as caught:
        submission.call(submission.fail, ValueError, "x")
    lines = caught.value.lines
    assert [line.function for line in lines] == ["call", "fail"]
    assert lines[1].file == "sub.py" and lines[1].source == "raise kind(*args)"


@case
def leaving(submission):
    """SystemExit and KeyboardInterrupt are exceptions like others, and end nothing"""
    with raises(SystemExit) as caught:
        submission.leave()
    assert caught.value.code == 3
    with raises(KeyboardInterrupt):
        submission.fail(KeyboardInterrupt)
    assert submission.same(1) == 1


@case
def call_backs(submission):
    """Functions of the grader as arguments: called with values, keywords and objects of the submission"""
    square = probe(lambda number: number**2)
    assert submission.call(square, 5) == 25 and square.calls == [Call((5,), {})]
    money = submission.Money(1)
    keep = probe(name="keep")
    submission.call(keep, money, key=[money])
    assert keep.calls[0].args[0] is money and keep.calls[0].kwargs == {"key": [money]}
    total = []
    assert submission.call(map, total.append, [1, 2]) is not None
    assert submission.swallow(lambda: None) == "nothing"


@case
def re_entrant_calls(submission):
    """Calls back within calls back, to a depth of 100; deeper is a RecursionError"""

    def again(depth):
        return submission.down(again, depth)

    assert submission.down(again, 100) == 100
    with raises(RecursionError):
        submission.down(again, 100_000)


@case
def exceptions_of_probes(submission):
    """What a probe raises is caught there by its type, and comes back as the very same object"""

    class Flaky(Exception):
        pass

    flaky = Flaky("now and then")

    def raiser():
        raise flaky

    try:
        submission.call(raiser)
        raise Failure("nothing was raised")
    except Flaky as error:
        assert error is flaky
    try:
        submission.annotated(raiser, "a note from there")
        raise Failure("nothing was raised")
    except Flaky as error:
        assert error is flaky and error.__notes__ == ["a note from there"]
    assert submission.caught_as(raiser, Flaky) == ("Flaky", ("now and then",))
    assert submission.caught_as(probe(answers=[KeyError("k")]), KeyError) == ("KeyError", ("k",))
    assert submission.caught_as(probe(answers=[KeyError("k")]), (LookupError, Flaky))[0] == "KeyError"


@case
def failures_in_probes(submission):
    """A failing assertion in a probe fails the case, though the submission swallows it, and tells it nothing"""

    def check(*args):
        assert args == (1, 2), "the secret"

    with raises_failure("the secret"):
        submission.swallow(check)
    assert submission.call(lambda: None) is None


@case
def errors_of_the_graders_making(submission):
    """An error that the case itself makes of an answer isn't the submission's: raises doesn't take it"""
    for make in (lambda: int(submission.same("x")), lambda: [1][submission.same(3)], lambda: submission.same(None).missing):
        try:
            with raises((ValueError, LookupError, AttributeError)):
                make()
        except (ValueError, LookupError, AttributeError) as error:
            assert not isinstance(error, RemoteError)
        else:
            raise Failure("taken for the submission's")


@case
def ends_of_iterations(submission):
    """A StopIteration that a call raises ends no loop of the grader's; raises takes it for what it is"""
    raise_it = submission.give("lambda *args: next(iter(()))")
    for use in (lambda: list(map(raise_it, [1, 2])), lambda: all(map(raise_it, "ab")), lambda: list(iter(raise_it, 0))):
        try:
            use()
        except RemoteError as error:
            assert error.type_name == "StopIteration" and not isinstance(error, StopIteration)
        else:
            raise Failure("it ended silently")
    with raises(StopIteration):
        raise_it()
    with raises(StopIteration) as caught:
        submission.give("lambda: (_ for _ in ()).throw(KeyError) if 0 else exec('raise StopIteration(7)')")()
    assert caught.value.value == 7 and caught.value.args == (7,)
    assert next(iter(submission.give("[]")), "over") == "over" and list(submission.returning()) == [1]


@case
def decorators(submission):
    """A function of the grader, decorated there: names kept, attributes, methods"""

    @submission.counted
    def greet(name: str, mark="!") -> str:
        """Say hello."""
        return f"hello {name}{mark}"

    assert greet("Ada") == "hello Ada!" and greet("Bob", mark="?") == "hello Bob?"
    assert greet.count == 2 and greet.__name__ == "greet" and greet.__doc__ == "Say hello."
    assert greet.__annotations__ == {"name": str, "return": str}
    inspect = there("inspect")
    assert str(inspect.signature(greet)) == "(name: str, mark='!') -> str"
    assert not inspect.iscoroutinefunction(greet) and inspect.iscoroutinefunction(probe(awaited=True))


@case
def objects_of_the_grader(submission):
    """Objects of the grader: methods, items, iteration, context managers; private parts stay here"""

    class Store:
        __pyjury_settable__ = ("label",)

        def __init__(self):
            self.items, self._secret, self.label = {"a": 1}, "hidden", ""

        def __getitem__(self, key):
            return self.items[key]

        def __enter__(self):
            return "entered"

        def __exit__(self, *error):
            return False

        def get(self, key):
            return self.items.get(key)

    store = Store()
    assert submission.call(operator.getitem, share([store]), 0) is store
    assert there.getattr(store, "get")("a") == 1 and submission.use_manager(store) == "entered"
    assert there("operator").getitem(store, "a") == 1
    for name in ("_secret", "missing"):
        with raises(AttributeError):
            there.getattr(store, name)
    with raises(AttributeError):
        there.setattr(store, "items", {})
    there.setattr(store, "label", "set")
    assert store.label == "set"


@case
def iterators_of_the_grader(submission):
    """Endless iterators and generators of the grader are pulled one by one"""
    pulled = []

    def source():
        number = 0
        while True:
            pulled.append(number)
            yield number
            number += 1

    assert submission.pull(source(), 3) == [0, 1, 2] and pulled == [0, 1, 2]
    assert submission.pull(iter([5, 6]), 2) == [5, 6]


@case
def classes_under_theirs(submission):
    """A class statement of the grader under a class of the submission: made there, its functions stay here"""

    class Dog(submission.Animal, loud=True):
        sound = "wuff"

        def name(self):
            return f"the dog ({self.sound})"

    assert Dog().speak() == "the dog (wuff) speaks"
    assert plain(submission.Animal.kinds) == [("Dog", {"loud": True})]
    assert isinstance(Dog(), submission.Animal)
    with raises(TypeError, match="forbidden"):

        class Bad(submission.Strict):
            forbidden = 1

    class Plain(there.object):
        def __init__(self, value):
            self.value = value

    assert Plain(5).value == 5


@case
def handles_are_released(submission):
    """An object that nobody holds any more is dropped over there"""
    weakref = there("weakref")
    money = submission.Money(1)
    alive = weakref.ref(money)
    assert alive() is money
    del money
    gc.collect()
    submission.same(1)
    there("gc").collect()
    assert alive() is None
    for _ in range(20_000):
        submission.Money(1)
    noted = []

    class Thing:
        def __del__(self):
            noted.append("gone")

    submission.call(lambda thing: None, Thing())
    submission.same(1)
    there("gc").collect()
    submission.same(1)
    submission.same(1)
    gc.collect()
    assert noted == ["gone"]


@case
def what_is_printed(submission):
    """What the submission prints is there when it's asked for; input() ends at once"""
    assert submission.say("hello", "wörld") == 2
    assert printed() == "hello wörld\n" and printed() == ""
    with prints("a b\n"):
        submission.say("a", "b")
    with raises(EOFError):
        submission.give("input()")


@case
def limits_of_calls(submission):
    """A limit that isn't reached changes nothing"""
    with limit(20):
        assert submission.same(1) == 1
    assert submission.same(2) == 2


@case
def threads_of_the_grader(submission):
    """Calls side by side, each in a thread of the submission's"""
    outcomes = in_threads(*[submission.add_one] * 8, (submission.fail, ValueError))
    assert sorted(outcome.value for outcome in outcomes[:8]) == [1, 2, 3, 4, 5, 6, 7, 8]
    with raises(ValueError):
        outcomes[8].result()
    own = KeyError("ours")
    (outcome,) = in_threads((submission.call, probe(answers=[own])))
    assert outcome.error is own


@case
def races_are_seen(submission):
    """What no lock guards goes wrong in calls side by side, however short it is"""
    added = made = torn = 0
    for _ in range(5):
        it = submission.Unguarded()
        in_threads(*[it.add] * 4)
        added += it.total != 4
        in_threads(*[it.the_one] * 4)
        made += len(it.made) > 1
        in_threads(*[it.move] * 4, *[it.look] * 4)
        torn += it.torn
    assert min(added, made, torn) >= 2, (added, made, torn)


@case
def locks_are_respected(submission):
    """What locks guard goes well in calls side by side, however often their turns change"""
    for _ in range(5):
        it = submission.Guarded()
        numbers = [number for outcome in in_threads(*[it.add] * 8) for number in outcome.result()]
        assert it.total == 40 and sorted(numbers) == list(range(1, 41))
        for outcome in in_threads(*[(it.in_turn, place) for place in reversed(range(8))]):
            outcome.result()
        assert it.turn == 8


@case
def threads_of_the_submission(submission):
    """Threads of the submission call back, each gets its own answer"""
    assert submission.thread_calls(lambda place: place * 10, 20) == [place * 10 for place in range(20)]
    assert submission.thread_calls(lambda place: submission.same(place), 5) == [0, 1, 2, 3, 4]


@case
async def coroutines(submission, clock):
    """Coroutines run on a clock that jumps: three seconds take no time, and two at once take three"""
    assert await submission.add(1, 2) == 3 and clock.now == 3
    assert await asyncio.gather(submission.add(1, 2), submission.add(3, 4)) == [3, 7]
    assert clock.now == 6
    assert await submission.begin() == 2 and clock.now == 9
    assert await submission.in_thread() == 5 and clock.now == 9


@case
async def awaited_probes(submission, clock):
    """The submission awaits functions and coroutines of the grader; their overlap is seen"""
    running, peak = 0, 0

    def job(number):
        async def run():
            nonlocal running, peak
            running += 1
            peak = max(peak, running)
            await asyncio.sleep(1)
            running -= 1
            return number

        return run

    assert await submission.limited([job(number) for number in range(5)], 2) == [0, 1, 2, 3, 4]
    assert peak == 2 and clock.now == 3
    came = await submission.together(job(1)(), probe(answers=[OSError("no")], awaited=True)())
    assert came[0] == 1 and isinstance(came[1], OSError)


@case
def loops_of_the_submission(submission, clock):
    """asyncio.run within the submission has the same clock, and awaits the grader's coroutines"""

    async def job():
        await asyncio.sleep(1)
        return 1

    assert submission.run_all([job] * 5) == [1] * 5
    assert clock.now == 3


@case
async def cancellation(submission, clock):
    """Cancelling goes through, clean-up takes its time, and a coroutine may refuse"""

    async def wait(awaitable):
        return await awaitable

    task = asyncio.create_task(wait(submission.worker()))
    await asyncio.sleep(2)
    task.cancel()
    with raises(asyncio.CancelledError):
        await task
    assert submission.log == ["cleaning", "clean"] and clock.now == 3
    task = asyncio.create_task(wait(submission.immune()))
    await asyncio.sleep(1)
    task.cancel()
    assert await task == "still here"


@case
async def cancelled_by_itself(submission):
    """A CancelledError that nobody here asked for is an exception like others: no task group takes it for an end"""
    raise_it = submission.give("lambda *args: exec('import asyncio; raise asyncio.CancelledError(1)')")
    with raises(asyncio.CancelledError):
        raise_it()

    async def check():
        await submission.cancels_itself()
        assert False, "not reached"

    with raises(BaseExceptionGroup) as caught:
        async with asyncio.TaskGroup() as group:
            group.create_task(check())
    assert [error.type_name for error in caught.value.exceptions] == ["CancelledError"]


@case
async def timeouts(submission, clock):
    """asyncio.timeout here and wait_for there, over each other's coroutines"""
    with raises(TimeoutError):
        async with asyncio.timeout(5):
            await submission.forever()
    assert clock.now == 5
    seen = []

    async def slow():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            seen.append(clock.now)
            raise

    assert await submission.deadline(slow(), 10) == "too late"
    assert seen == [15]


@case
async def task_groups(submission):
    """Task groups: siblings are cancelled, failures come as a group"""
    seen = []

    async def broken():
        await asyncio.sleep(1)
        raise KeyError("k")

    async def sibling():
        try:
            await asyncio.sleep(100)
        finally:
            seen.append("cancelled")

    with raises(ExceptionGroup) as caught:
        await submission.group(broken, sibling)
    assert [type(error) for error in caught.value.exceptions] == [KeyError] and seen == ["cancelled"]


@case
async def async_iteration(submission, clock):
    """async for over theirs and ours; clean-up of one that is left early"""
    assert [tick async for tick in submission.ticks(3)] == [0, 1, 2] and clock.now == 3
    ticks = submission.ticks(100)
    async for tick in ticks:
        if tick == 1:
            break
    await ticks.aclose()
    assert submission.log == ["ticks closed"] * 2

    async def numbers():
        for number in (1, 2, 3):
            await asyncio.sleep(1)
            yield number

    assert await submission.total_of(numbers()) == 6


@case
async def async_context_managers(submission):
    """async with: the exception passed through, suppression"""
    async with submission.AsyncManager():
        raise ValueError("suppressed")
    with raises(KeyError):
        async with submission.AsyncManager():
            raise KeyError("x")
    assert submission.log == ["in", "ValueError", "in", "KeyError"]


@case(virtual_time=True)
def virtual_time(submission, clock):
    """With virtual_time, time.sleep and time.monotonic use the clock too"""
    assert submission.naps() == 3600 and clock.now == 3600
    clock.advance(100)
    assert submission.naps() == 3600 and clock.now == 7300


@case(clock="real")
async def real_time(submission):
    """With a real clock, loops really wait"""
    import time

    before = time.monotonic()

    async def job():
        await asyncio.sleep(0.1)

    await submission.limited([job, job, job], 2)
    assert 0.15 < time.monotonic() - before < 5
