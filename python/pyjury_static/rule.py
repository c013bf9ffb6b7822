"""Rules as authors write them, checked against schema.json."""
import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import what

SCHEMA = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))


class RuleError(Exception):
    """A rule that an author has to mend."""


@dataclass
class Rule:
    """One item of `static:`; `options` has every key that its kind knows, with defaults."""

    id: str
    kind: str
    value: Any
    options: dict[str, Any]

    def strings(self, key: str) -> list[str]:
        """A key that is a string or a list of them."""
        return as_list(self.options[key])

    @property
    def values(self) -> list:
        return as_list(self.value)


def parse(item: object) -> Rule:
    """The rule that an item is; RuleError names what is wrong with it and the nearest that isn't."""
    if not isinstance(item, dict):
        raise RuleError("a rule is a mapping: its kind is a key, as in {id: no-loops, must_not_use: [for]}")
    where = place(item)
    kinds, common = SCHEMA["kinds"], SCHEMA["common"]
    found = [key for key in item if key in kinds]
    if len(found) != 1:
        unknown = [key for key in item if key not in kinds and key not in common and isinstance(key, str)]
        near = [one for key in unknown for one in difflib.get_close_matches(key, list(kinds), 1)]
        if not found and near:
            raise RuleError(f"{where}unknown kind {unknown[0]!r}: did you mean {near[0]!r}?")
        kind = f"it has {' and '.join(found)}" if found else f"the kinds are {', '.join(kinds)}"
        raise RuleError(f"{where}a rule has one kind as a key: {kind}")
    kind = found[0]
    known = {**common, **kinds[kind].get("keys", {})}
    for key in item:
        if key != kind and key not in known:
            near = difflib.get_close_matches(str(key), list(known), 1)
            hint = f"did you mean {near[0]!r}?" if near else f"{kind} takes {', '.join(known)}"
            raise RuleError(f"{where}unknown key {key!r}: {hint}")
    for key, one in known.items():
        if key in item:
            typed(item[key], one, f"{where}{key}")
        elif one.get("required"):
            raise RuleError(f"{where}a rule needs {key!r}")
    typed(item[kind], kinds[kind]["value"], f"{where}{kind}")
    options = {key: item.get(key, one.get("default")) for key, one in known.items()}
    if options.get("at_least") is not None and options.get("at_most") is not None and options["at_least"] > options["at_most"]:
        raise RuleError(f"{where}at_least is more than at_most")
    return Rule(item["id"], kind, item[kind], options)


def place(item: dict) -> str:
    """Where the rule is written, if the loader says so."""
    at = item.get("at")
    return f"{at.get('file')}:{at.get('line')}: " if isinstance(at, dict) else ""


def typed(value: object, wanted: dict, where: str) -> None:
    """Check a value against a type of the schema."""
    kind = wanted["type"]
    if not TYPES[kind](value):
        raise RuleError(f"{where}: {SCHEMA['types'][kind]} is expected, not {json.dumps(value)[:80]}")
    if kind == "integer" and value < wanted.get("minimum", 0):
        raise RuleError(f"{where}: at least {wanted['minimum']} is expected, not {value}")
    if "choices" in wanted:
        for one in as_list(value):
            if one not in wanted["choices"]:
                near = difflib.get_close_matches(str(one), wanted["choices"], 1)
                hint = f"did you mean {near[0]!r}?" if near else f"one of {', '.join(wanted['choices'])} is expected"
                raise RuleError(f"{where}: unknown {one!r}: {hint}")
    if kind == "whats":
        for one in as_list(value):
            try:
                what.parse(one)
            except ValueError as error:
                raise RuleError(f"{where}: {error}") from error


def as_list(value: Any) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def is_strings(value: object) -> bool:
    return bool(as_list(value)) and all(isinstance(one, str) and one for one in as_list(value))


def is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


TYPES: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str) and bool(value),
    "strings": is_strings,
    "whats": is_strings,
    "layers": lambda value: isinstance(value, list) and len(value) > 1 and all(is_strings(one) for one in value),
    "integer": is_integer,
    "number": lambda value: isinstance(value, float) or is_integer(value),
    "boolean": lambda value: isinstance(value, bool),
    "yes": lambda value: value is True,
    "place": lambda value: isinstance(value, dict) and set(value) <= {"file", "line"},
}
