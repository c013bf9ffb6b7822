"""The grader's end of function mode without one guard: for tests that show what each is worth. Never shipped."""

import os
import sys
from pathlib import Path

HARNESS = Path(__file__).resolve().parents[2] / "pyjury"
sys.path[0] = str(HARNESS.parent)


def processes() -> None:
    """The submission is a module of the grader's process, as in a test that imports it."""
    from pyjury import connection, jsonfile, report, runner
    from pyjury.case import CASES
    from pyjury.load import folder, load_grade

    sys.path.append(os.path.dirname(os.path.dirname(folder())))
    load_grade()
    case = CASES[jsonfile.read(sys.argv[2])["name"]]
    try:
        connection.CONNECTION.module = __import__("till")
        runner.share_of(case.function(connection.CONNECTION.module))
        told = {"outcome": "passed", "score": 1.0}
    except BaseException as error:
        told = {"outcome": "failed", "score": 0.0, "jury": repr(error)}
    report.write(sys.argv[3], told)
    sys.exit()


def silence() -> None:
    """A submission that ends without a word has passed, as where a runner is asked for its exit code alone."""
    from pyjury import runner
    from pyjury_wire.errors import PeerGone

    told = runner.report
    passed = {"outcome": "passed", "score": 1.0, "jury": ""}
    runner.report = lambda error, case: passed if isinstance(error, PeerGone) else told(error, case)


def comparison() -> None:
    """The submission's own methods are asked whenever something is compared with an object of its."""
    from pyjury.connection import ask
    from pyjury.remote import Remote

    for name in ("eq", "ne", "lt", "le", "gt", "ge"):
        setattr(Remote, f"__{name}__", lambda self, other, name=name: bool(ask("binary", name, self, other)))


def failures() -> None:
    """What fails in a call back is an exception like others."""
    import pyjury.remote
    from pyjury.connection import GraderSession

    GraderSession.outgoing = lambda self, error: error
    pyjury.remote.own_failure = lambda error: None


def face() -> None:
    """Every attribute of the grader's objects can be read."""
    from pyjury import exports

    exports.get = lambda value, name: getattr(value, name)


def setting() -> None:
    """Every attribute of the grader's objects can be set."""
    from pyjury import exports

    exports.put = lambda value, name, new: setattr(value, name, new)


def recorders() -> None:
    """A probe is an object like others, with what it does and what it answers."""
    from pyjury import exports
    from pyjury.probe import Recorder

    exports.CLOSED = tuple(each for each in exports.CLOSED if each is not Recorder)


def closed() -> None:
    """What is made of functions is an object like others."""
    import functools

    from pyjury import exports

    exports.CLOSED = tuple(each for each in exports.CLOSED if each is not functools.partial)


def catching() -> None:
    """An exception class of the submission's is what it says."""
    import pyjury.remote

    pyjury.remote.caught_there = lambda value: value


def handed() -> None:
    """The submission may call what it can name, and it can name every built-in function."""
    import builtins

    from pyjury import exports
    from pyjury_wire import known

    known.BY_NAME.update(vars(builtins))
    exports.given = lambda value: value


def threads() -> None:
    """in_threads takes as many results as come."""
    from pyjury import connection, use

    def in_threads(*calls):
        given = [(call[0], call[1:], {}) for call in calls]
        return [use.Outcome(value if good else None, None) for good, value in connection.ask("threads", given)]

    sys.modules["pyjury"].in_threads = in_threads


def endings() -> None:
    """StopIteration and CancelledError of the submission's are raised as they are."""
    from pyjury import connection

    connection.ends_silently = lambda error: False
    connection.GraderSession.cancelled = lambda self, error: __import__("asyncio").CancelledError(*error.args)


def finish() -> None:
    """What a case has swallowed is forgotten."""
    from pyjury.connection import GraderSession

    GraderSession.finish = lambda self: None


def making() -> None:
    """raises() takes an error of the case's own making for the submission's."""
    raises = sys.modules["pyjury.raises"]
    raises.crossed = lambda error, trace: True


def nearness() -> None:
    """approx() takes what differs by less than a millionth of what's expected, whatever that is."""
    from pyjury import compare

    compare.numbers_agree = lambda left, right, rule: left == right or abs(left - right) <= rule.relative * abs(right)


if __name__ == "__main__":
    guard = os.environ["PYJURY_LIFTED"]
    sys.argv[0] = str(HARNESS / "__main__.py")
    if guard != "processes":
        import pyjury.raises  # noqa: F401
        import pyjury.runner  # noqa: F401
    globals()[guard]()
    with open(sys.argv[0], "rb") as file:
        exec(compile(file.read(), sys.argv[0], "exec"), {"__name__": "__main__", "__file__": sys.argv[0]})
