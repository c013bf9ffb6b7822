"""What a call over the boundary costs, and starting each end: cost.py [PYTHON]. Wants an idle core or two."""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from harness import PYTHON, judge, put

CALLS = 10_000
GRADER = f"""
import time
from pyjury import case, printed
@case
def main(submission):
    f, g, money = submission.f, submission.g, submission.Money()
    def probe(x): return x
    told = []
    for name, once in {{"f(1)": lambda: f(1), "call back": lambda: g(probe), "attribute": lambda: money.amount,
                       "method": lambda: money.get(), "object": lambda: submission.Money()}}.items():
        for _ in range(500): once()
        begun = time.perf_counter()
        for _ in range({CALLS}): once()
        told.append(f"{{name}}: {{(time.perf_counter() - begun) * 1e6 / {CALLS}:.1f}} us")
    raise AssertionError("; ".join(told))
"""
SUBMISSION = "def f(x): return x\ndef g(p): return p(1)\nclass Money:\n    amount = 5\n    def get(self): return 5\n"


def cpu(*command: str) -> float:
    """The smallest CPU time, in milliseconds, of some runs."""
    taken = []
    for _ in range(15):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken) * 1000


def main(interpreter: str) -> None:
    rounds = [judge(SUBMISSION, GRADER, interpreter=interpreter)["team"].splitlines()[0] for _ in range(3)]
    print(*rounds, sep="\n")
    with tempfile.TemporaryDirectory() as name:
        entry = put(Path(name) / "sub.py", SUBMISSION)
        case = put(Path(name) / "case.json", '{"kind": "steps", "steps": []}')
        bare = cpu(interpreter, "-s", "-c", "pass")
        theirs = cpu(interpreter, "-s", str(PYTHON / "pyjury_submission/__main__.py"), str(entry))
        ours = cpu(interpreter, "-s", str(PYTHON / "pyjury/__main__.py"), "run", str(case), f"{name}/report.json")
        print(f"start, CPU: bare {bare:.1f} ms, submission's end +{theirs - bare:.1f}, grader's end +{ours - bare:.1f}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else sys.executable)
