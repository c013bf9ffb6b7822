"""What can be wrong, and with whom."""


class Wrong(Exception):
    """The submission did something else than it was to do."""


class PackageError(Exception):
    """The package says what can't be meant."""

    def __init__(self, message: str, line: int = 0, file: str = "cases.yaml"):
        super().__init__(message, line, file)
        self.message = message
        self.place = f"grader/{file}:{line}" if line else f"grader/{file}"

    def __str__(self) -> str:
        return self.message
