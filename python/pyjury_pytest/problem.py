"""Errors of a package: its author's fault, with the place and the remedy."""

from typing import Any


class PackageError(Exception):
    """The suite can't be used as it is. `file` is relative to grader/."""

    def __init__(self, message: str, file: str = "", line: int = 0):
        super().__init__(message)
        self.message = message
        self.file = file
        self.line = line

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "line": self.line, "message": self.message}
