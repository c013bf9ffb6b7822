"""The harness with one guard taken away: for tests that show what each guard is worth. Never shipped."""

import os
import sys
from pathlib import Path

HARNESS = Path(__file__).resolve().parents[2] / "pyjury_pytest"
sys.path.insert(0, str(HARNESS.parent))
sys.path.extend(filter(None, os.environ.get("PYJURY_LAYERS", "").split(":")))
sys.argv[0] = str(HARNESS / "__main__.py")


def hiding() -> None:
    """Sources stay on disk."""
    from pyjury_pytest.suite import Suite

    Suite.hide = lambda self: False


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


def code() -> None:
    """tests mode: the code of what is tested can be read."""
    from pyjury_pytest import attempt, concealment
    from pyjury_pytest.importing import MemoryImporter

    concealment.make_ready = lambda: None
    attempt.conceal = lambda modules, submission: MemoryImporter(modules)


def variation() -> None:
    """tests mode: each compilation is as the source says."""
    from pyjury_pytest import implementation

    implementation.disguise = lambda tree: None


def hidden() -> None:
    """tests mode: reference and mutants stay on disk."""
    from pyjury_pytest import suites

    suites.remove = lambda grader: True


if __name__ == "__main__":
    import pyjury_pytest.__main__ as entry

    globals()[os.environ["PYJURY_LIFTED"]]()
    sys.exit(entry.main(sys.argv[1:]))
