"""What a case says when the submission isn't right."""


class Failure(AssertionError):
    """The case failed: `text` is for the submitter too, where the case is open; `jury` has what the text leaves out."""

    def __init__(self, text: str, jury: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.jury = jury or text


class PackageFault(Exception):
    """The grader's own code or data is at fault."""
