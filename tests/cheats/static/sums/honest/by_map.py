"""The function hands itself to map, and reduce adds two at a time."""
from functools import reduce
from operator import add
from typing import overload


@overload
def total(numbers: int) -> int: ...
@overload
def total(numbers: list) -> int: ...
def total(numbers):
    return numbers if isinstance(numbers, int) else reduce(add, map(total, numbers), 0)
