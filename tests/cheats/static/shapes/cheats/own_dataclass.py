# guard: familiar
# expect: point
"""A decorator that is called so."""

from typing import Generic, TypeVar

LIMIT: int = 3
T = TypeVar("T")


def dataclass(frozen=False):
    def change(kind):
        kind.__init__ = lambda self, x, y=0.0: self.__dict__.update(x=x, y=y)
        return kind

    return change


@dataclass(frozen=True)
class Point:
    x: float
    y: float = 0.0

    @property
    def norm(self) -> float:
        return (self.x**2 + self.y**2) ** 0.5


class Box(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def get(self) -> T:
        return self.value
