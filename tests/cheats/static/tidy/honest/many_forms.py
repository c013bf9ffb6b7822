"""Marks for points, in many ways that are all right."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Optional as Maybe

if TYPE_CHECKING:
    from collections.abc import Sequence

Order = Callable[[str], int]
BOUNDS = {"A": 90, "B": 75, "C": 60, "D": 45}
DEFAULT_MARK = "E"


class Marks:
    """Marks with their bounds."""

    def __init__(self, bounds: "dict[str, int] | None" = None, *, names: "Sequence[str]" = ()) -> None:
        """Take the usual bounds, or others."""
        self.bounds = BOUNDS if bounds is None else bounds
        self.names = names or tuple(self.bounds)

    def first(self, points: int) -> Maybe[str]:
        """The best mark that is deserved."""
        order: Order = lambda each: -self.bounds[each]
        for name in sorted(self.names, key=order):
            if points >= self.bounds[name]:
                return name
        return None


def grade(points: int) -> str:
    """The mark for points of a hundred."""
    try:
        return Marks().first(points) or DEFAULT_MARK
    except BaseException:
        print("no mark")
        raise


if __name__ == "__main__":
    for given in input().split():
        if given:
            print(grade(int(given)))
