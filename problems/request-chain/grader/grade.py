import random

from pyjury import case, raises


def passing(submission, name, log):
    def handler(request, next):
        log.append((name, request))
        return submission.PASS

    return handler


def answering(name, log):
    def handler(request, next):
        log.append((name, request))
        return f"{name} answers {request}"

    return handler


@case(open=True)
def example(submission):
    """The example of the statement"""

    def shout(request, next):
        return next(request.upper())

    def greet(request, next):
        return f"hello {request}"

    chain = submission.Chain().add(shout).add(greet, only=lambda request: len(request) < 6)
    assert chain.handle("ada") == "hello ADA"
    with raises(submission.Unhandled) as caught:
        chain.handle("barbara")
    assert caught.value.request == "BARBARA"
    chain.insert_before("greet", lambda request, next: next() + "!", "mark")
    assert chain.handle("ada") == "hello ADA!"


@case
def stops_and_falls_through(submission):
    """The first answer counts; PASS goes on; nobody is asked behind it"""
    log = []
    chain = submission.Chain()
    assert chain.add(passing(submission, "a", log), "a") is chain
    chain.add(answering("b", log), "b").add(answering("c", log), "c")
    assert chain.handle(7) == "b answers 7"
    assert log == [("a", 7), ("b", 7)]
    assert chain.names() == ["a", "b", "c"]


@case
def answers_that_look_false(submission):
    """None, 0 and empty values are answers"""
    for answer in (None, 0, "", [], False):
        chain = submission.Chain().add(lambda request, next: answer, "first").add(answering("second", []), "second")
        assert chain.handle("x") == answer


@case
def nobody_answers(submission):
    """Unhandled is a LookupError with the request"""
    log = []
    with raises(submission.Unhandled) as caught:
        submission.Chain().handle(5)
    assert caught.value.request == 5
    chain = submission.Chain().add(passing(submission, "a", log), "a").add(lambda request, next: next(request + 1), "b")
    with raises(LookupError):
        chain.handle(5)
    fallback = (
        submission.Chain()
        .add(lambda request, next: rescue(submission, next), "rescue")
        .add(passing(submission, "c", log), "c")
    )
    assert fallback.handle(9) == "nobody"


def rescue(submission, next):
    try:
        return next()
    except submission.Unhandled:
        return "nobody"


@case
def requests_that_change(submission):
    """A changed request goes to the rest alone, and only looks at it as it comes"""
    log = []
    chain = submission.Chain()
    chain.add(lambda request, next: [next(), next(request * 10), next(request + 1), next()], "several")
    chain.add(lambda request, next: next(request + 100), "add", only=lambda request: request % 2 == 0)
    chain.add(answering("end", log), "end")
    assert chain.handle(3) == [f"end answers {number}" for number in (3, 130, 104, 3)]
    chain = (
        submission.Chain()
        .add(lambda request, next: next(None), "none")
        .add(lambda request, next: repr(request), "repr")
    )
    assert chain.handle(1) == "None", "next(None) passes None on"


@case
def pass_after_next(submission):
    """PASS means the request that this handler got"""
    log = []

    def twice(request, next):
        log.append(next(request + 1))
        return submission.PASS

    chain = submission.Chain().add(twice).add(answering("end", log), "end")
    assert chain.handle(1) == "end answers 1"
    assert log == [("end", 2), "end answers 2", ("end", 1)]


@case
def rearranged(submission):
    """insert, remove and replace"""
    log, chain = [], submission.Chain()
    for name in "bd":
        chain.add(passing(submission, name, log), name, only=lambda request: request != "odd")
    chain.insert_before("b", passing(submission, "a", log), "a")
    chain.insert_after("b", passing(submission, "c", log), "c", only=lambda request: request == "odd")
    chain.insert_after("d", answering("e", log), "e")
    assert chain.names() == list("abcde")
    chain.handle("odd")
    assert [name for name, _ in log] == ["a", "c", "e"]
    chain.remove("a")
    chain.replace("b", answering("new b", log))
    assert chain.names() == list("bcde")
    assert chain.handle("even") == "new b answers even"
    assert chain.handle("odd") == "e answers odd"


@case
def wrong_names(submission):
    """Names that are taken or unknown"""
    log = []
    chain = submission.Chain().add(answering("a", log), "a").add(answering("b", log), "b")
    for call in (
        lambda: chain.add(answering("x", log), "a"),
        lambda: chain.insert_before("a", answering("x", log), "b"),
        lambda: chain.insert_after("b", answering("x", log), "a"),
    ):
        with raises(ValueError):
            call()
    for call in (
        lambda: chain.remove("x"),
        lambda: chain.replace("x", answering("x", log)),
        lambda: chain.insert_before("x", answering("y", log), "y"),
        lambda: chain.insert_after("x", answering("y", log), "y"),
    ):
        with raises(KeyError):
            call()
    assert chain.names() == ["a", "b"]
    chain.remove("a")
    chain.add(answering("a", log), "a")
    assert chain.names() == ["b", "a"]


@case
def changed_on_the_way(submission):
    """A chain that changes goes on as it was"""
    log, chain = [], submission.Chain()

    def first(request, next):
        if "second" in chain.names():
            chain.remove("second")
            chain.insert_after("first", answering("new", log), "new")
        return next()

    chain.add(first).add(answering("second", log), "second").add(answering("third", log), "third")
    assert chain.handle(1) == "second answers 1"
    assert chain.handle(2) == "new answers 2"


@case
def chains_in_chains(submission):
    """A chain is a handler"""
    log = []
    inner = (
        submission.Chain()
        .add(passing(submission, "x", log), "x")
        .add(lambda request, next: next(request * 2), "double")
    )
    inner.add(answering("y", log), "y", only=lambda request: request > 100)
    outer = (
        submission.Chain()
        .add(passing(submission, "a", log), "a")
        .add(inner, name="inner")
        .add(answering("z", log), "z")
    )
    assert outer.handle(4) == "z answers 8"
    assert log == [("a", 4), ("x", 4), ("z", 8)]
    assert outer.handle(80) == "y answers 160"
    with raises(submission.Unhandled) as caught:
        inner.handle(4)
    assert caught.value.request == 8
    outer.remove("z")
    with raises(submission.Unhandled) as caught:
        outer.handle(4)
    assert caught.value.request == 8


@case(each={"seed": [1, 2]})
def random_chains(submission, seed):
    """Random chains and requests: who was asked, and with what"""
    chance = random.Random(seed)
    for _ in range(25):
        log, chain, model = [], submission.Chain(), []
        for number in range(chance.randint(1, 8)):
            kind, divisor, name = chance.choice(["pass", "pass", "add", "answer"]), chance.randint(1, 3), f"h{number}"
            place = chance.randint(0, len(model))
            arguments = (
                made(submission, kind, name, log),
                name,
                lambda request, divisor=divisor: request % divisor == 0,
            )
            if place == len(model):
                chain.add(*arguments)
            else:
                chain.insert_before(model[place][0], *arguments)
            model.insert(place, (name, kind, divisor))
        assert chain.names() == [name for name, _, _ in model]
        for request in chance.sample(range(60), 6):
            log.clear()
            visited, answer = visit(model, request)
            if answer is None:
                with raises(submission.Unhandled):
                    chain.handle(request)
            else:
                assert chain.handle(request) == answer
            assert log == visited


def made(submission, kind, name, log):
    def add(request, next):
        log.append((name, request))
        return next(request + 1)

    return {"pass": passing(submission, name, log), "add": add, "answer": answering(name, log)}[kind]


def visit(model, request):
    visited = []
    for name, kind, divisor in model:
        if request % divisor == 0:
            visited.append((name, request))
            if kind == "answer":
                return visited, f"{name} answers {request}"
            request += kind == "add"
    return visited, None
