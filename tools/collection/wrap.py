"""Packages of exercises, and what their suites say of them without pyjury."""

import json
import os
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

from layouts import CollectionError, Exercise, read_collection
from mutants import mutants

MOST_MUTANTS = 80
PATIENCE = 20
"""Seconds for a suite; a mutant that takes longer is passed over. All its tests run: one may fail and the next not end."""
PASSED, FAILED = 0, 1
"""Exit codes of pytest: every test passed; all could be collected and one failed."""


def wrap(folder: Path, out: Path) -> int:
    if subprocess.run([sys.executable, "-c", "import pytest"], capture_output=True).returncode:
        raise CollectionError(f"{sys.executable} has no pytest: install it there, or put a folder that has it on PYTHONPATH")
    exercises = read_collection(folder)
    if out.exists() and any(out.iterdir()):
        raise CollectionError(f"{out} isn't empty: name a new folder")
    unsound = 0
    for exercise in exercises:
        said = write_package(exercise, out / exercise.name)
        unsound += said.startswith("UNSOUND")
        print(f"{exercise.name}: {said}", flush=True)
    print(f"{len(exercises)} packages in {out}, {unsound} of them unsound by pytest alone")
    return 1 if unsound else 0


def write_package(exercise: Exercise, package: Path) -> str:
    """Makes the package; tells what is wrong with the broken exemplar, or with the exercise."""
    right, stub = run_suite(exercise.suite, exercise.exemplar), run_suite(exercise.suite, exercise.stub)
    broken, mistake = break_exemplar(exercise)
    write(package, {
        "problem.yaml": settings(
            problem_format_version="2025-09", type="pass-fail", name=exercise.title,
            uuid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"pyjury:collection:{exercise.name}")), license="unknown",
        ),
        "pyjury.yaml": settings(mode="pytest", runtime="base", submit={"files": list(exercise.stub)}, limits={"time": "5s"}),
        "statement/problem.en.md": exercise.statement.encode(),
    })
    write(package / "grader", exercise.suite)
    write(package / "submissions/accepted/exemplar", exercise.exemplar)
    # Some exercises start from a program that is right, and ask for a better one.
    write(package / "submissions" / ("accepted" if stub == PASSED else "rejected") / "stub", exercise.stub)
    write(package / "submissions/rejected/broken", broken)
    if right != PASSED:
        return f"UNSOUND: pytest ends with {right} on the exemplar"
    if stub is None:
        return f"UNSOUND: the stub doesn't end within {PATIENCE} s"
    return mistake or f"UNSOUND: none of the first {MOST_MUTANTS} mutants of the exemplar fails a test"


def break_exemplar(exercise: Exercise) -> tuple[dict[str, bytes], str]:
    """The exemplar with the first mistake that its suite finds: the others may change nothing that a test sees."""
    path, source = next(iter(exercise.exemplar.items()))
    for number, (done, text) in enumerate(mutants(exercise.name, source)):
        if number == MOST_MUTANTS:
            break
        broken = {**exercise.exemplar, path: text.encode()}
        if run_suite(exercise.suite, broken) == FAILED:
            return broken, done
    return {}, ""


def run_suite(suite: dict[str, bytes], submission: dict[str, bytes]) -> int | None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, suite)
        write(folder, submission)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", name, name]
        environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, timeout=PATIENCE, stdin=subprocess.DEVNULL, capture_output=True,
            )
        except subprocess.TimeoutExpired:
            return None
        return done.returncode


def settings(**values: object) -> bytes:
    """YAML, of which JSON is a part."""
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items()).encode()


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
