"""The harness with one guard taken away: for tests that show what each guard is worth. Never shipped."""

import os
import sys
from pathlib import Path

HARNESS = Path(__file__).resolve().parents[2] / "pyjury_pytest"
sys.path.insert(0, str(HARNESS.parent))
sys.argv[0] = str(HARNESS / "__main__.py")


def refusal() -> None:
    import pyjury_pytest.running as running

    running.refused = lambda *_: None


def hiding() -> None:
    """Sources stay on disk."""
    from pyjury_pytest.suite import Suite

    Suite.hide = lambda self: False


def plan() -> None:
    """The plan stays on disk."""
    import pyjury_pytest.running as running

    class Os:
        def __getattr__(self, name):
            return (lambda path: None) if name == "unlink" else getattr(os, name)

    running.os = Os()


def claim() -> None:
    """A claim counts whatever its token and number, and whatever the process's end."""
    import pyjury_pytest.claim as claims
    import pyjury_pytest.keeper as keeper

    def read(data: bytes, token: str):
        for line in data.split(b"\n"):
            if b'"passed"' in line:
                return claims.Claim("passed")
        return claims.Claim("failed")

    keeper.read_claim = read


def silence() -> None:
    """A process that ends with 0 has passed, as with a plain `pytest` that is asked for its exit code."""
    import pyjury_pytest.claim as claims
    import pyjury_pytest.keeper as keeper

    keeper.read_claim = lambda data, token: claims.Claim("passed") if not data else claims.read_claim(data, token)


def skips() -> None:
    """What was skipped or was expected to fail isn't a failure, as with a plain `pytest`."""
    import pyjury_pytest.keeper as keeper
    from pyjury_pytest.claim import Claim, read_claim

    def read(data: bytes, token: str):
        claim = read_claim(data, token)
        return Claim("passed") if isinstance(claim, Claim) and claim.outcome == "skipped" else claim

    keeper.read_claim = read


def leftovers() -> None:
    """What a test starts may live on, and the report is not the last word."""
    import pyjury_pytest.process as process

    process.end_children = lambda patience: 0
    process.become_subreaper = lambda: True


def restoring() -> None:
    from pyjury_pytest.scratch import Scratch

    Scratch.restore = lambda self, patience=0: None


def order() -> None:
    """The submission is asked before what is trusted for every module."""
    import pyjury_pytest.attempt as attempt

    prepare = attempt.prepare

    def prepare_wrongly(payload):
        prepare(payload)
        sys.path.insert(0, payload["submission"])

    attempt.prepare = prepare_wrongly


if __name__ == "__main__":
    import pyjury_pytest.__main__ as entry

    globals()[os.environ["PYJURY_LIFTED"]]()
    sys.exit(entry.main(sys.argv[1:]))
