"""What a test counts."""

from typing import Any

from .plan import matches
from .problem import PackageError


def points_of(item: Any, table: dict[str, float], markers: list[str]) -> float:
    """The table's first row that means the test, else its nearest marker `points(n)`, else 1."""
    for pattern, points in table.items():
        if matches(pattern, item.nodeid, markers):
            return checked(points, item)
    mark = item.get_closest_marker("points")
    if mark is None:
        return 1.0
    if len(mark.args) != 1 or mark.kwargs:
        raise PackageError("points takes one number: @pytest.mark.points(2)", *place(item))
    return checked(mark.args[0], item)


def checked(points: Any, item: Any) -> float:
    if isinstance(points, bool) or not isinstance(points, (int, float)) or not 0 <= points < 1e9:
        raise PackageError(f"points must be a number from 0, not {points!r}", *place(item))
    return float(points)


def place(item: Any) -> tuple[str, int]:
    return item.nodeid.partition("::")[0], (item.location[1] or 0) + 1
