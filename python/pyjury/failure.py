"""What a case says when the submission isn't right."""

from .outcomes import RemoteError


class Failure(AssertionError):
    """The case failed: `text` is for the submitter too, where the case is open; `jury` has what the text leaves out."""

    def __init__(self, text: str, jury: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.jury = jury or text


class WrongException(Failure):
    """It raised, as it should, but something else, or with another message. The cause is what it raised."""


def own_failure(error: BaseException | None) -> AssertionError | None:
    """The assertion of the grader's that failed, be it in a group: the submission may neither see nor swallow it."""
    if isinstance(error, BaseExceptionGroup):
        return next(filter(None, map(own_failure, error.exceptions)), None)
    return error if isinstance(error, AssertionError) and not isinstance(error, RemoteError) else None


class PackageFault(Exception):
    """The grader's own code or data is at fault."""
