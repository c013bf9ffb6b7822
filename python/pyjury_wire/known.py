"""Types and functions that both sides have: they cross by name, and stand for the receiver's own.

Only what is in these tables is ever looked up, and no call of it does more than work out a value.
"""

import builtins
import sys

FUNCTIONS = (
    "abs all any ascii bin callable chr divmod format hash hex isinstance issubclass iter len max min next oct ord "
    "pow repr round sorted sum"
).split()

NAMES = [
    name for name, value in vars(builtins).items() if type(value) is type and name[0] != "_" and value.__name__ == name
] + FUNCTIONS

BY_NAME = {name: getattr(builtins, name) for name in NAMES}
BY_IDENTITY = {id(value): name for name, value in BY_NAME.items()}

BASES = (str, int, float, complex, bytes, bytearray, tuple, list, dict, set, frozenset)
"""Built-in types of which a subclass has a base value."""

EXCEPTIONS = {
    "asyncio.exceptions": (
        "CancelledError",
        "InvalidStateError",
        "IncompleteReadError",
        "LimitOverrunError",
        "BrokenBarrierError",
    ),
    "asyncio.queues": ("QueueEmpty", "QueueFull", "QueueShutDown"),
    "_queue": ("Empty",),
    "queue": ("Full", "ShutDown"),
    "json.decoder": ("JSONDecodeError",),
    "dataclasses": ("FrozenInstanceError",),
    "decimal": ("InvalidOperation", "DivisionByZero", "Overflow", "Inexact"),
    "statistics": ("StatisticsError",),
    "threading": ("BrokenBarrierError",),
    "copy": ("Error",),
    "concurrent.futures._base": ("CancelledError", "BrokenExecutor"),
    "contextvars": (),
    "subprocess": ("CalledProcessError", "TimeoutExpired"),
    "re": ("error",),
    "struct": ("error",),
}
"""Exception classes of the standard library by their modules."""


def exception_class(module: str, name: str) -> type | None:
    """This side's own class of that name, where the tables have it."""
    if module == "builtins":
        found = BY_NAME.get(name)
        return found if type(found) is type and issubclass(found, BaseException) else None
    if name not in EXCEPTIONS.get(module, ()):
        return None
    if module not in sys.modules:
        __import__(module)
    found = getattr(sys.modules[module], name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None
