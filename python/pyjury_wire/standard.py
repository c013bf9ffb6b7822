"""Types of the standard library that cross as values, by the parts they're built from.

Each is named by its place in NAMES. The module is imported when the first value of it comes, never before.
"""

from __future__ import annotations

import sys

from .errors import ProtocolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    Parts = Callable[[Any], tuple]
    Build = Callable[..., Any]


def of(module: str, name: str) -> Any:
    if module not in sys.modules:
        __import__(module)
    return getattr(sys.modules[module], name)


def timezone(zone: Any) -> tuple:
    offset, *name = zone.__getinitargs__()
    return (offset, name[0] if name else None)


def default_factory(value: Any) -> tuple:
    return (value.default_factory, dict(value))


def build_timezone(offset: Any, name: str | None) -> Any:
    return of("datetime", "timezone")(offset) if name is None else of("datetime", "timezone")(offset, name)


def build_path(text: str) -> Any:
    return of("pathlib", "PosixPath")(text)


def build_default(factory: Any, items: dict) -> Any:
    return of("collections", "defaultdict")(factory if callable(factory) else None, items)


def build_uuid(number: int) -> Any:
    return of("uuid", "UUID")(int=number)


def simple(module: str, name: str) -> Build:
    return lambda *parts: of(module, name)(*parts)


TEXT, WHOLE, NOTHING = str, int, type(None)

TABLE: list[tuple[str, str, Parts, tuple[Any, ...], Build]] = [
    ("decimal", "Decimal", lambda v: (str(v),), (TEXT,), simple("decimal", "Decimal")),
    ("fractions", "Fraction", lambda v: (v.numerator, v.denominator), (WHOLE, WHOLE), simple("fractions", "Fraction")),
    (
        "datetime",
        "timedelta",
        lambda v: (v.days, v.seconds, v.microseconds),
        (WHOLE,) * 3,
        simple("datetime", "timedelta"),
    ),
    ("datetime", "timezone", timezone, ("timedelta", (TEXT, NOTHING)), build_timezone),
    ("datetime", "date", lambda v: (v.year, v.month, v.day), (WHOLE,) * 3, simple("datetime", "date")),
    (
        "datetime",
        "time",
        lambda v: (v.hour, v.minute, v.second, v.microsecond, v.tzinfo, v.fold),
        (WHOLE,) * 4 + ("zone", WHOLE),
        lambda *p: of("datetime", "time")(*p[:5], fold=p[5]),
    ),
    (
        "datetime",
        "datetime",
        lambda v: (v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond, v.tzinfo, v.fold),
        (WHOLE,) * 7 + ("zone", WHOLE),
        lambda *p: of("datetime", "datetime")(*p[:8], fold=p[8]),
    ),
    ("zoneinfo", "ZoneInfo", lambda v: (v.key,), (TEXT,), simple("zoneinfo", "ZoneInfo")),
    ("uuid", "UUID", lambda v: (v.int,), (WHOLE,), build_uuid),
    ("pathlib", "PosixPath", lambda v: (str(v),), (TEXT,), build_path),
    ("pathlib", "PurePosixPath", lambda v: (str(v),), (TEXT,), simple("pathlib", "PurePosixPath")),
    ("collections", "deque", lambda v: (list(v), v.maxlen), (list, (WHOLE, NOTHING)), simple("collections", "deque")),
    ("collections", "OrderedDict", lambda v: (dict(v),), (dict,), simple("collections", "OrderedDict")),
    ("collections", "Counter", lambda v: (dict(v),), (dict,), simple("collections", "Counter")),
    ("collections", "defaultdict", default_factory, (object, dict), build_default),
]
NAMES = [f"{module}.{name}" for module, name, *_ in TABLE]
PLACES = {(module, name): place for place, (module, name, *_) in enumerate(TABLE)}
HOMES = {"_pydatetime": "datetime", "_decimal": "decimal", "pathlib._local": "pathlib"}


def parts(value: object, kind: type) -> tuple[int, tuple] | None:
    """The place and the parts of a value, if it is just of one of these types."""
    module = type.__dict__["__module__"].__get__(kind)
    if type(module) is not str:
        return None
    home = HOMES.get(module, module)
    place = PLACES.get((home, type.__dict__["__name__"].__get__(kind)))
    if place is None or home not in sys.modules or getattr(sys.modules[home], TABLE[place][1], None) is not kind:
        return None
    if home == "zoneinfo" and getattr(value, "key", None) is None:
        return None
    if home == "datetime" and not plain_zone(getattr(value, "tzinfo", None)):
        return None
    return place, TABLE[place][2](value)


def plain_zone(zone: object) -> bool:
    """Whether a time zone is one that crosses: an author's or a student's own kind of zone makes the value a handle."""
    return zone is None or type(zone).__name__ in ("timezone", "ZoneInfo") and parts(zone, type(zone)) is not None


def build(place: int, given: list) -> Any:
    """A value of the type at that place, of parts that must be what they are for."""
    if place >= len(TABLE):
        raise ProtocolError("an unknown type")
    module, name, _, wanted, make = TABLE[place]
    if len(given) != len(wanted) or not all(map(fits, given, wanted)):
        raise ProtocolError(f"no parts of a {name}")
    try:
        return make(*given)
    except Exception as error:
        raise ProtocolError(f"no {name}: {type(error).__name__}") from None


def fits(part: object, wanted: Any) -> bool:
    if wanted == "zone":
        return part is None or type(part) in (of("datetime", "timezone"),) or type(part).__name__ == "ZoneInfo"
    if wanted == "timedelta":
        return type(part) is of("datetime", "timedelta")
    if wanted is object:
        return True
    return type(part) in wanted if type(wanted) is tuple else type(part) is wanted
