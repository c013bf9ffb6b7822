# guard: familiar
# expect: point
"""A builtin's name for something that isn't it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

LIMIT: int = 3
T = TypeVar("T")


class property:
    def __init__(self, function):
        self.function = function

    def __get__(self, instance, owner):
        return self.function(instance)


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
