"""Rules checked on sources that are written in the tests."""
import sys
import textwrap
from pathlib import Path

import pytest

PYTHON = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PYTHON))


@pytest.fixture
def judge(tmp_path):
    """Check one rule on a source, or on files; gives its report."""
    from pyjury_static.check import check

    def run(rule: dict, source, others: list[dict] = (), layers: list[str] = ()) -> dict:
        files = source if isinstance(source, dict) else {"solution.py": source}
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
        plan = {"files": list(files), "python": "", "rules": [{"id": "rule", **rule}, *others]}
        return check(plan, tmp_path, list(layers))["rules"][0]

    return run


@pytest.fixture
def lines(judge):
    """The lines of the findings of one rule; None if it passed. Whoever asks expects no error."""

    def run(rule: dict, source, **more):
        report = judge(rule, source, **more)
        assert report["outcome"] != "error", report["jury"]
        found = [finding["line"] for finding in report["findings"]]
        assert report["outcome"] == ("failed" if len(found) > rule.get("at_most", 0) or (found and "must" in str(rule)) else "passed")
        return found

    return run
