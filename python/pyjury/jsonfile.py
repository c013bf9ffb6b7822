"""JSON in and out, by the C half of the json module: the Python half imports more than all the rest of a grader."""

from __future__ import annotations

from _json import encode_basestring_ascii, make_scanner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Options:
    """What the scanner asks a decoder for."""

    strict = True
    object_hook = object_pairs_hook = array_hook = None
    parse_float = parse_constant = float
    parse_int = int
    memo: dict = {}


def read(path: str) -> Any:
    """The value in a file that the host wrote."""
    with open(path, encoding="utf-8") as file:
        text = file.read().strip()
    value, end = make_scanner(Options())(text, 0)
    if end != len(text):
        raise ValueError(f"{path}: more than one value")
    return value


def text_of(value: Any) -> str:
    if type(value) is str:
        return encode_basestring_ascii(value)
    if value is None or type(value) is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if type(value) is list:
        return f"[{', '.join(map(text_of, value))}]"
    if type(value) is dict:
        return f"{{{', '.join(f'{encode_basestring_ascii(key)}: {text_of(each)}' for key, each in value.items())}}}"
    return repr(value)
