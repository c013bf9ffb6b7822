"""The two real processes, joined by two pipes, as the judge starts them, but for the sandbox."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PYTHON = Path(__file__).resolve().parent.parent
INTERPRETERS = os.environ.get("PYJURY_TEST_PYTHONS", sys.executable).split(":")
SECONDS = 60


def judge(
    submission: str | Path,
    grader: str | Path = "",
    case: str | dict = "main",
    *,
    interpreter: str = INTERPRETERS[0],
    files: dict[str, str] | None = None,
    seconds: float = SECONDS,
) -> dict:
    """The report of one case. The submission and the grader are sources, or paths of files."""
    with tempfile.TemporaryDirectory() as name:
        box = Path(name)
        (box / "grader").mkdir()
        entry = submission if isinstance(submission, Path) else put(box / "sub.py", submission)
        folder = grader.parent if isinstance(grader, Path) else box / "grader"
        if isinstance(grader, str):
            put(folder / "grade.py", grader)
        for file, text in (files or {}).items():
            put(box / file, text)
        description = case if isinstance(case, dict) else {"kind": "function", "name": case}
        put(box / "case.json", json.dumps(description))
        return converse(box, entry, folder, interpreter=interpreter, seconds=seconds)


def converse(
    box: Path,
    entry: Path,
    folder: Path,
    *,
    interpreter: str = INTERPRETERS[0],
    seconds: float = SECONDS,
    lifted: str = "",
    apart: int | None = None,
) -> dict:
    """The report of the case that case.json in the box tells; with a guard of the grader's end lifted, or with the
    submission's end as another user, whose own copy of the harness lies beside the entry."""
    to_grader, to_submission = os.pipe(), os.pipe()
    theirs = start(
        interpreter, box if apart is None else entry.parent, to_submission[0], to_grader[1],
        "pyjury_submission/__main__.py", str(entry), harness=PYTHON if apart is None else entry.parent, user=apart,
    )  # fmt: skip
    ours = start(
        interpreter, box, to_grader[0], to_submission[1],
        "tests/function_mode/lifted.py" if lifted else "pyjury/__main__.py", "run", "case.json", "report.json",
        environment={"PYJURY_GRADER": str(folder), "PYJURY_LIFTED": lifted},
    )  # fmt: skip
    for end in (*to_grader, *to_submission):
        os.close(end)
    try:
        _, errors = ours.communicate(timeout=seconds)
        assert ours.returncode == 0, errors.decode()
    finally:
        ours.kill()
        theirs.kill()
        theirs.communicate()
    return json.loads((box / "report.json").read_text())


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def start(
    interpreter: str,
    box: Path,
    incoming: int,
    outgoing: int,
    program: str,
    *arguments: str,
    environment: dict | None = None,
    harness: Path = PYTHON,
    user: int | None = None,
) -> subprocess.Popen:
    return subprocess.Popen(
        [interpreter, "-s", str(harness / program), *arguments],
        stdin=incoming,
        stdout=outgoing,
        stderr=subprocess.PIPE,
        cwd=box,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        env={"PATH": "/usr/bin:/bin", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", **(environment or {})},
    )


def collect(grader: str, interpreter: str = INTERPRETERS[0]) -> dict:
    """What the collection of a grade.py gives."""
    with tempfile.TemporaryDirectory() as name:
        box = Path(name)
        put(box / "grade.py", grader)
        subprocess.run(
            [interpreter, "-s", str(PYTHON / "pyjury/__main__.py"), "collect", "collected.json"],
            cwd=box,
            env={"PATH": "/usr/bin:/bin", "PYJURY_GRADER": str(box)},
            check=True,
            timeout=SECONDS,
        )
        return json.loads((box / "collected.json").read_text())
