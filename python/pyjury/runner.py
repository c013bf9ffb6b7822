"""Runs one case, and says what came of it."""

from __future__ import annotations

from pyjury_wire.errors import PeerGone, ProtocolError, TimeUp, WireError

from . import connection
from .case import CASES, Case
from .clock import clock
from .failure import Failure, PackageFault, WrongException
from .load import folder, load_grade
from .outcomes import RemoteError, traceback_text
from .steps import run_steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PACKAGE_ERRORS = (NameError, ImportError, SyntaxError, PackageFault)
"""What hardly any answer of a submission can cause in a grader's code (see at_fault)."""


def run(description: dict[str, Any], wire: tuple[int, int]) -> dict[str, Any]:
    """The report of a case."""
    case: Case | None = None
    score: float = 0.0
    try:
        if description.get("kind") == "function":
            load_grade()
            case = CASES.get(description["name"])
            if case is None:
                raise PackageFault(f"grade.py has no case called {description['name']!r}")
        connection.connect(*wire)
        connection.start(
            {"virtual_time": case is not None and case.virtual_time, "clock": case.clock if case else "virtual"}
        )
        connection.CONNECTION.answered = False
        if case is None:
            run_steps(description["steps"])
            score = 1.0
        else:
            score = share_of(run_case(case))
        connection.session().finish()
    except BaseException as error:
        return report(error, case)
    return {
        "outcome": "passed" if score == 1 else "failed",
        "score": score,
        "team": "",
        "jury": connection.CONNECTION.calls.text(),
    }


def run_case(case: Case) -> Any:
    arguments = case.arguments({"submission": connection.CONNECTION.module, "clock": clock})
    session = connection.CONNECTION.session
    assert session is not None
    session.call_limit = case.limit
    if case.function.__code__.co_flags & 0x80:
        from .tasks import run_case as run_async

        return run_async(case.function(**arguments), case.clock)
    return case.function(**arguments)


def share_of(result: Any) -> float:
    """A case that returns a number gets that share of its points."""
    if type(result) in (int, float) and 0 <= result <= 1:
        return float(result)
    if result is None or result is True:
        return 1.0
    raise PackageFault(f"a case returns nothing, or a number from 0 to 1, not {result!r}")


def report(error: BaseException, case: Case | None) -> dict[str, Any]:
    calls = connection.CONNECTION.calls.text()
    base: dict[str, Any] = {"score": 0.0}
    where = place_in_grader(error)
    error = first_of(error)
    if isinstance(error, PeerGone):
        return {
            **base,
            "outcome": "submission_ended",
            "team": "the program ended in the middle of the case",
            "jury": join(str(error), where, calls),
        }
    if isinstance(error, ProtocolError):
        return {
            **base,
            "outcome": "protocol",
            "team": "the program wrote to the grader's wire",
            "jury": join(str(error), where, calls),
        }
    if isinstance(error, TimeUp):
        text = "a call took longer than it may"
        return {**base, "outcome": "failed", "team": join(text, calls), "jury": join(text, where, calls)}
    if isinstance(error, RemoteError) or isinstance(error.__cause__, RemoteError) and isinstance(error, Failure):
        remote = error if isinstance(error, RemoteError) else error.__cause__
        assert isinstance(remote, RemoteError)
        trace = traceback_text(remote)
        text = f"raised {remote!r}" if error is remote else told(error, case)
        if not isinstance(error, WrongException):
            base["exception"] = remote.type_name
        return {
            **base, "outcome": "failed", "traceback": trace,
            "team": join(text, calls, trace), "jury": join(text if error is remote else jury_text(error), where, calls, trace),
        }  # fmt: skip
    if isinstance(error, AssertionError):
        return {
            **base,
            "outcome": "failed",
            "team": join(told(error, case), calls),
            "jury": join(jury_text(error), where, calls),
        }
    name = f"{type(error).__name__}: {error}"
    if at_fault(error) or not connection.CONNECTION.answered:
        return {**base, "outcome": "package", "team": "", "jury": join(name, where)}
    return {
        **base, "outcome": "failed", "team": join("the grader can't work with what came", calls),
        "jury": join(f"{name} in the grader, after the submission had answered", where, calls),
    }  # fmt: skip


def first_of(error: BaseException) -> BaseException:
    """What decides, of a group that the case's own tasks made: the wire's end, an assertion, the submission's error."""
    if not isinstance(error, BaseExceptionGroup) or isinstance(error, RemoteError):
        return error
    for kind in (WireError, AssertionError, RemoteError):
        found = error.subgroup(kind)
        while isinstance(found, BaseExceptionGroup) and not isinstance(found, RemoteError):
            found = found.exceptions[0]
        if found is not None:
            return found
    return error


def at_fault(error: BaseException) -> bool:
    """Whether it must be the grader's own mistake. An answer can cause what looks like one: text that the case parses or
    evaluates, a name that a suppressed exception left unbound."""
    if not isinstance(error, PACKAGE_ERRORS) or isinstance(error, PackageFault):
        return isinstance(error, PackageFault)
    if isinstance(error, SyntaxError):
        return str(error.filename).startswith(folder())
    if isinstance(error, UnboundLocalError) and connection.CONNECTION.suppressed:
        return False
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is None or not trace.tb_frame.f_code.co_filename.startswith("<string>")


def told(error: BaseException, case: Case | None) -> str:
    if case is not None and not case.show_expected:
        return "not what was expected"
    return error.text if isinstance(error, Failure) else str(error)


def jury_text(error: BaseException) -> str:
    return error.jury if isinstance(error, Failure) else str(error)


def place_in_grader(error: BaseException) -> str:
    """The last line of the grader's own files that the error came through."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith(folder()):
            place = f"{name[len(folder()) + 1 :]} line {trace.tb_lineno}"
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        place = f"{error.filename.rpartition('/')[2]} line {error.lineno}"
    return place and f"({place})"


def join(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def collect() -> dict[str, Any]:
    """The cases of grade.py."""
    result: dict[str, Any] = {"cases": []}
    try:
        load_grade()
    except BaseException as error:
        place = place_in_grader(error).strip("()")
        file, _, line = place.partition(" line ")
        result["error"] = {
            "file": file or "grade.py",
            "line": int(line) if line.isdigit() else 0,
            "message": f"{type(error).__name__}: {error}",
        }
    result["cases"] = [
        {
            "name": each.name,
            "points": each.points,
            "open": each.open,
            "description": each.description,
            "line": each.line,
        }
        for each in CASES.values()
    ]
    return result
