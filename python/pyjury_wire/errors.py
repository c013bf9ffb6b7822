"""How a conversation over the wire can fail."""


class WireError(BaseException):
    """Not an Exception: `except Exception` in a grader or a submission mustn't swallow the end of the wire."""


class PeerGone(WireError):
    """The other end has closed: its process has ended or has given the wire up."""


class ProtocolError(WireError):
    """What came isn't what the peer's code could have sent, or is beyond a limit."""


class TimeUp(WireError):
    """A call took longer than its limit. What the peer is doing now isn't known, so nothing more is asked."""
