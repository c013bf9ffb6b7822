# guard: dynamic
# expect: no-loops
"""An annotation is evaluated by whoever asks for the types."""

import typing


def hint(adding: "sum"): ...


def plus(parts):
    return typing.get_type_hints(hint)["adding"](parts)


def total(numbers):
    return plus(map(total, numbers)) if isinstance(numbers, list) else numbers
