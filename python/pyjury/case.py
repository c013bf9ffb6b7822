"""@case: a function of grade.py that is a test case."""

from __future__ import annotations

from .failure import PackageFault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

PARAMETERS = ("submission", "clock")
CLOCKS = ("virtual", "real")


class Case:
    def __init__(self, function: Callable[..., Any], name: str, options: dict[str, Any], given: dict[str, Any]) -> None:
        self.function = function
        self.name = name
        self.points: float = options["points"]
        self.open: bool = options["open"]
        self.show_expected: bool = options["show_expected"]
        self.limit: float | None = options["limit"]
        self.clock: str = options["clock"]
        self.virtual_time: bool = options["virtual_time"]
        self.given = given
        self.description: str = options["description"] or (function.__doc__ or "").strip().partition("\n")[0]
        self.line: int = function.__code__.co_firstlineno

    def arguments(self, fixtures: dict[str, Any]) -> dict[str, Any]:
        """What its parameters are given, by their names."""
        code = self.function.__code__
        wanted = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        known = {**fixtures, **self.given}
        defaults = len(self.function.__defaults__ or ())
        for name in wanted[: len(wanted) - defaults]:
            if name not in known:
                raise PackageFault(
                    f"line {self.line}: case {self.name} wants {name!r}; there is {', '.join(sorted(known))}"
                )
        return {name: known[name] for name in wanted if name in known}


CASES: dict[str, Case] = {}


def case(
    function: Callable[..., Any] | None = None,
    *,
    points: float = 1,
    open: bool = False,
    name: str | None = None,
    description: str = "",
    limit: float | None = None,
    clock: str = "virtual",
    virtual_time: bool = False,
    show_expected: bool = True,
    each: dict[str, list] | None = None,
) -> Any:
    """Make a function a case: a plain or an async one. It passes if it returns, fails by what it raises.

    points         what it is worth; a case that returns a number from 0 to 1 gets that share
    open           whether submitters see its feedback
    limit          real seconds for each single call
    clock          virtual: loops never wait; real: they do
    virtual_time   time.sleep, time.time and their like of the submission use the virtual clock too
    show_expected  False leaves what was expected out of the feedback for submitters
    each           {"n": [1, 2, 3]}: a case for each value, named NAME-1, NAME-2, ...
    """
    options = dict(
        points=points,
        open=open,
        show_expected=show_expected,
        limit=limit,
        clock=clock,
        virtual_time=virtual_time,
        description=description,
    )
    if clock not in CLOCKS:
        raise PackageFault(f"clock={clock!r}: one of {', '.join(CLOCKS)}")
    if not isinstance(points, (int, float)) or not 0 <= points < 1e9:
        raise PackageFault(f"points={points!r}: a number from 0 on")

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        title = name or function.__name__
        rows = [dict(zip(each, values)) for values in zip(*each.values())] if each else [{}]
        for place, row in enumerate(rows, 1):
            full = f"{title}-{place}" if each else title
            if full in CASES:
                raise PackageFault(f"line {function.__code__.co_firstlineno}: there is another case called {full!r}")
            CASES[full] = Case(function, full, options, row)
        return function

    return declare if function is None else declare(function)
