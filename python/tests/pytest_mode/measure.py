"""What a test costs in pytest mode, next to plain pytest running the same suite: python measure.py [TESTS].

CPU time of all processes, since the machine may be busy; one JSON document.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from box import Problem  # noqa: E402

SUBMISSION = {"m.py": "def f(n): return n + 1\n"}


def cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def timed(call) -> float:
    before = cpu()
    call()
    return cpu() - before


def measure(tests: int) -> dict[str, float]:
    def suite(count: int) -> dict[str, str]:
        functions = "".join(f"\ndef test_{n}():\n    assert f({n}) == {n + 1}\n" for n in range(count))
        return {"test_m.py": "from m import f\n" + functions}

    with tempfile.TemporaryDirectory() as folder:
        one = Problem(Path(folder) / "one", suite(1), SUBMISSION, ["m.py"])
        many = Problem(Path(folder) / "many", suite(tests), SUBMISSION, ["m.py"])
        start = timed(lambda: one.judge(SUBMISSION, sentinels=False))
        alone = timed(lambda: many.judge(SUBMISSION, sentinels=False))
        guarded = timed(lambda: many.judge(SUBMISSION))
        plain = Path(folder) / "plain"
        plain.mkdir()
        for files in (suite(tests), SUBMISSION):
            for name, text in files.items():
                (plain / name).write_text(text)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(plain)]
        quiet = {"stdout": subprocess.DEVNULL, "cwd": plain, "env": {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}}
        whole = timed(lambda: subprocess.run(command, check=True, **quiet))
    return {
        "tests": tests,
        "start_ms": round(start * 1e3, 1),
        "test_ms": round((alone - start) / (tests - 1) * 1e3, 2),
        "test_with_sentinel_ms": round((guarded - start) / (tests - 1) * 1e3, 2),
        "plain_pytest_ms": round(whole * 1e3, 1),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100)))
