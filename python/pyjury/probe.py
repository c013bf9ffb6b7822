"""Probes: functions of the grader's that record how the submission calls them."""

from __future__ import annotations

from .failure import Failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable


NO_MORE = object()


class Call:
    """One call of a probe; equal to another with the same arguments."""

    __slots__ = ("args", "kwargs")

    def __init__(self, args: tuple = (), kwargs: dict | None = None) -> None:
        self.args = args
        self.kwargs = kwargs or {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Call) and (self.args, self.kwargs) == (other.args, other.kwargs)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        parts = [repr(each) for each in self.args] + [f"{key}={each!r}" for key, each in self.kwargs.items()]
        return f"call({', '.join(parts)})"


class Recorder:
    """Called by the submission as if it were a function. What it does next is the grader's alone."""

    def __init__(self, does: Callable[..., Any] | None, answers: Iterable[Any] | None, name: str, shape: int) -> None:
        self.does = does
        self.answers = None if answers is None else iter(answers)
        self.shape = shape
        self.__name__ = name
        self.calls: list[Call] = []

    def _pyjury_text(self) -> str:
        return self.__name__

    @property
    def count(self) -> int:
        return len(self.calls)

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        self.calls.append(Call(args, kwargs))
        return self.later(args, kwargs) if self.shape else self.answer(args, kwargs)

    async def later(self, args: tuple, kwargs: dict) -> Any:
        result = self.answer(args, kwargs)
        return await result if hasattr(type(result), "__await__") else result

    def answer(self, args: tuple, kwargs: dict) -> Any:
        if self.answers is not None:
            answer = next(self.answers, NO_MORE)
            if answer is NO_MORE:
                had = self.count - 1
                raise Failure(f"{self.__name__} was called more often than the {had} times it has answers for")
            if isinstance(answer, BaseException) or isinstance(answer, type) and issubclass(answer, BaseException):
                raise answer
            return answer
        return None if self.does is None else self.does(*args, **kwargs)


def probe(
    does: Callable[..., Any] | None = None,
    *,
    answers: Iterable[Any] | None = None,
    name: str = "probe",
    awaited: bool = False,
) -> Recorder:
    """A recording function. It does what `does` does, or gives the answers one after another (exceptions are raised).
    A call after the last answer fails the case.

    With `awaited` it's an async function for the submission; so it is when `does` is one.
    """
    is_async = awaited or bool(getattr(getattr(does, "__code__", None), "co_flags", 0) & 0x80)
    return Recorder(does, answers, getattr(does, "__name__", name), 1 if is_async else 0)
