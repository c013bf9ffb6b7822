# guard: familiar
# expect: box
"""A base class that is called so."""

from dataclasses import dataclass

LIMIT: int = 3
T = int


class Generic:
    def __class_getitem__(cls, item):
        return cls


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
