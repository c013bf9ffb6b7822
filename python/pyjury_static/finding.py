"""Findings: what a rule has to say about a place in the source."""
import ast
from dataclasses import dataclass

MESSAGE_LENGTH = 500


@dataclass(frozen=True, order=True)
class Finding:
    """One place; lines and columns count from 1, line 0 is the file as a whole."""

    file: str
    line: int
    column: int
    message: str

    def report(self) -> dict:
        """The form of the report, bounded and always encodable."""
        return {
            "file": printable(self.file),
            "line": self.line,
            "column": self.column,
            "message": printable(self.message),
        }


class Blind(Exception):
    """What kept a rule from looking: it has failed, however many findings it allows."""

    def __init__(self, findings: list[Finding]):
        super().__init__(findings)
        self.findings = findings


def at(node: ast.AST, message: str) -> Finding:
    """A finding at a node of a tree that `scopes` has prepared."""
    place = node
    while not hasattr(place, "lineno"):
        parent = getattr(place, "parent", None)
        if parent is None:
            return Finding(node.source.path, 0, 1, message)
        place = parent
    return Finding(node.source.path, place.lineno, place.col_offset + 1, message)


def printable(text: str) -> str:
    """Without control characters and lone surrogates, and not longer than a message may be."""
    text = text.encode("utf-8", "backslashreplace").decode()
    text = "".join(char if char.isprintable() or char == "\n" else f"\\x{ord(char):02x}" for char in text)
    return text if len(text) <= MESSAGE_LENGTH else text[: MESSAGE_LENGTH - 1] + "…"
