# guard: outside
# expect: box
"""The class loses its method again."""

import shapes
from dataclasses import dataclass
from typing import Generic, TypeVar

LIMIT: int = 3
T = TypeVar("T")


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


shapes.Box = type("Box", (), {"__init__": lambda self, value: None, "get": lambda self: 1})
