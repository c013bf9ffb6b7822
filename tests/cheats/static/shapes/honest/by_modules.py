import dataclasses as dc
import typing

LIMIT: int = 3
T = typing.TypeVar("T")


@dc.dataclass(frozen=True)
class Point:
    x: float
    y: float = 0.0

    @property
    def norm(self) -> float:
        return (self.x**2 + self.y**2) ** 0.5


class Box(typing.Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    def get(self) -> T:
        return self.value
