"""Cases of cases.yaml: a list of steps, each a call or a look, and what must come of it."""

from __future__ import annotations

from . import connection
from .compare import Difference, Rule, difference
from .describe import call_text, describe
from .failure import Failure, PackageFault, WrongException
from .load import checker_of
from .outcomes import RemoteError
from .plain import take
from .raises import found, raises
from .remote import Remote
from .use import printed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ABSENT = object()


class StepFailed(Failure):
    """A failure that knows which part of it tells what was expected."""

    def __init__(self, text: str, closed: str) -> None:
        super().__init__(text)
        self.closed = closed


class StepRaised(StepFailed, WrongException):
    pass


def run_steps(steps: list[dict]) -> None:
    names: dict[str, Any] = {}
    for step in steps:
        try:
            run_step(step, names)
        except PackageFault as fault:
            raise PackageFault(f"cases.yaml line {step.get('line')}: {fault}") from None


def run_step(step: dict, names: dict[str, Any]) -> None:
    path = step.get("call") or step.get("get")
    if not path:
        raise PackageFault("a step has call or get")
    args = [value_of(each, names) for each in step.get("arguments") or []]
    kwargs = {key: value_of(each, names) for key, each in (step.get("keywords") or {}).items()}
    expected = value_of(step["expected"], names) if "expected" in step else ABSENT
    text = call_text(path, tuple(args), kwargs) if "call" in step else path
    wanted = step.get("raises")
    if step.get("prints") is not None:
        printed()
    after: tuple[Any, ...] = ()
    result: Any = None
    try:
        target = look_up(path, names)
        if "call" in step:
            if step.get("mutates"):
                result, *after = connection.ask("observe", target, tuple(args), kwargs)
            else:
                result = connection.ask("call", target, tuple(args), kwargs)
        else:
            result = target
        if step.get("await"):
            from .tasks import run_awaitable

            result = run_awaitable(result)
        if step.get("take") is not None:
            result = take(result, step["take"])
    except RemoteError as error:
        if not wanted:
            raise StepFailed(*raised(text, error, expected)) from error
        check_raised(text, error, wanted)
        result = ABSENT
    else:
        if wanted:
            raise StepFailed(
                f"{text}\n  expected {wanted['type']} to be raised, came {describe(result)}",
                f"{text}\n  came {describe(result)}",
            )
    if result is not ABSENT:
        if step.get("name"):
            names[step["name"]] = result
            if type(result) is Remote and result._pyjury_label is None:
                result._pyjury_label = step["name"]
        if expected is not ABSENT:
            found = compare(result, expected, step.get("comparison") or {}, args, kwargs)
            if found is not None:
                raise StepFailed(f"{text}\n  {found.message()}", f"{text}\n  {found.closed}")
    for place, value in (step.get("mutates") or {}).items():
        if result is not ABSENT:
            if place not in kwargs and not (place.isdigit() and int(place) < len(args)):
                raise PackageFault(f"mutates: there is no argument {place!r}")
            check_mutated(text, place, value_of(value, names), after)
    if step.get("prints") is not None:
        came = printed()
        if came != step["prints"]:
            raise StepFailed(
                f"{text}\n  expected to print {step['prints']!r}, printed {came!r}", f"{text}\n  printed {came!r}"
            )


def look_up(path: str, names: dict[str, Any]) -> Any:
    first, *rest = path.split(".")
    target = names[first] if first in names else getattr(connection.CONNECTION.module, first)
    for part in rest:
        target = getattr(target, part)
    return target


def raised(text: str, error: RemoteError, expected: Any) -> tuple[str, str]:
    closed = f"{text}\n  raised {describe(error)}"
    return (
        closed if expected is ABSENT else f"{text}\n  expected {describe(expected)}, raised {describe(error)}"
    ), closed


def check_raised(text: str, error: RemoteError, wanted: dict) -> None:
    came = f"raised {describe(error)}"
    closed = f"{text}\n  {came}"
    try:
        fits = raises(wanted["type"]).fits(error, wanted["type"])
        message = wanted.get("message")
        right = message is None or found(message, str(error))
    except Exception as fault:
        raise PackageFault(f"raises: {fault}") from None
    if not fits:
        raise StepRaised(f"{text}\n  expected {wanted['type']} to be raised, {came}", closed) from error
    if not right:
        raise StepRaised(
            f"{text}\n  raised {wanted['type']} with the message {str(error)!r}, expected one like {message!r}", closed
        ) from error


def check_mutated(text: str, place: str, expected: Any, after: tuple) -> None:
    try:
        args, kwargs = after
        came = kwargs[place] if place in kwargs else args[int(place)]
    except (ValueError, IndexError, TypeError, KeyError):
        raise Failure(f"{text}\n  argument {place} isn't there any more") from None
    found = difference(came, expected)
    if found is not None:
        raise StepFailed(
            f"{text}\n  argument {place} afterwards: {found.message()}",
            f"{text}\n  argument {place} afterwards: {found.closed}",
        )


def compare(came: Any, expected: Any, how: dict, args: list, kwargs: dict) -> Difference | None:
    kind = how.get("kind", "exact")
    if kind == "checker":
        return checked(came, expected, how, args, kwargs)
    if kind not in ("exact", "strict", "approx", "set", "any_order"):
        raise PackageFault(f"comparison {kind!r} isn't known")
    return difference(came, expected, Rule(kind, how.get("relative", 1e-6), how.get("absolute", 1e-9)))


def checked(came: Any, expected: Any, how: dict, args: list, kwargs: dict) -> Difference | None:
    """A function of the package decides: it gets what came, what was expected, and the arguments."""
    function = checker_of(how.get("checker", ""))
    verdict = function(came, expected, args, kwargs) if function.__code__.co_argcount > 2 else function(came, expected)
    if verdict is None or verdict is True:
        return None
    text = verdict if type(verdict) is str else f"{describe(came)} isn't accepted"
    return Difference("", text, text)


def value_of(data: Any, names: dict[str, Any]) -> Any:
    """A value of cases.yaml: JSON as it is, or {"python": EXPRESSION} at any depth."""
    if type(data) is list:
        return [value_of(each, names) for each in data]
    if type(data) is not dict:
        return data
    if set(data) == {"python"}:
        import math

        try:
            return eval(data["python"], {"math": math, "inf": math.inf, "nan": math.nan, **names})
        except Exception as error:
            raise PackageFault(f"{data['python']!r}: {type(error).__name__}: {error}") from None
    return {key: value_of(each, names) for key, each in data.items()}
