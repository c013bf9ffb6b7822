# guard: life
# expect: limit
"""It is there for whoever reads, not for Python."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

if len(""):
    LIMIT: int = 3


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
