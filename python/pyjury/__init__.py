"""Grade a submission that lives in another process, in tests that read like ordinary Python.

    from pyjury import case, raises

    @case(points=2)
    def withdrawing_too_much_is_refused(submission):
        account = submission.Account("Ada", balance=10)
        with raises(submission.InsufficientFunds, match="10"):
            account.withdraw(11)
        assert account.balance == 10

Plain values come as copies and are compared here, by the grader's own Python. Everything else comes as a `Remote`:
using it asks the submission. docs/modes/function.md says what that means.
"""

from .case import case
from .compare import Approx as approx
from .compare import equal, same_items
from .failure import Failure
from .outcomes import RemoteError
from .plain import ask, live, plain, share, take, type_of
from .probe import Call, probe
from .raises import raises
from .remote import Remote
from .there import there
from .use import clock, in_threads, limit, printed, prints, submission

__all__ = [
    "Call", "Failure", "Remote", "RemoteError", "approx", "ask", "case", "clock", "equal", "in_threads",
    "limit", "live", "plain", "printed", "prints", "probe", "raises", "same_items", "share", "submission", "take", "there",
    "type_of",
]  # fmt: skip
