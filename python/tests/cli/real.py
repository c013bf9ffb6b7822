"""The judge itself, with the harness of this tree in place of the one that it was built with, whole or without a guard."""

import functools
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
PYJURY = REPOSITORY / os.environ.get("CARGO_TARGET_DIR", "target") / "debug" / "pyjury"
INSIDE = "/usr/lib/pyjury/python"
ENTRY = """
import os, sys
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
from pyjury_cli import lifted
lifted.{lifted}()
import pyjury_cli.entry
"""


@functools.cache
def why_not() -> str:
    """Why this host can't judge; nothing if it can."""
    if not PYJURY.exists():
        return f"{PYJURY} isn't built"
    doctor = subprocess.run([PYJURY, "doctor"], capture_output=True, text=True)
    return "" if doctor.returncode == 0 else f"this host can't judge: {doctor.stdout}{doctor.stderr}"


class Judge:
    """Judges with a folder of runtimes of its own. `lifted` names a function of lifted.py."""

    def __init__(self, folder: Path, lifted: str = ""):
        if why := why_not():
            pytest.skip(why)
        self.runtimes = folder
        # What the judge finds there already, it takes for what it was built with.
        nothing = folder / "nothing.py"
        nothing.touch()
        self.call("run", nothing, "--json")
        harness = next((folder / "harness").iterdir())
        for package in harness.iterdir():
            shutil.rmtree(package)
        ours = shutil.ignore_patterns("__pycache__", "tests")
        shutil.copytree(REPOSITORY / "python", harness, dirs_exist_ok=True, ignore=ours)
        if lifted:
            cli = harness / "pyjury_cli"
            shutil.copy(Path(__file__).with_name("lifted.py"), cli)
            (cli / "__main__.py").rename(cli / "entry.py")
            (cli / "__main__.py").write_text(ENTRY.format(lifted=lifted))
        subprocess.run(
            [sys.executable, "-I", "-S", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash",
             "-s", harness, "-p", INSIDE, harness],
            check=True,
        )  # fmt: skip

    def judge(self, package: Path, submission: Path) -> dict:
        """The judgement, as the judge prints it; its cases by their names."""
        told = json.loads(self.call("judge", package, submission, "--json"))
        return {**told, "cases": {case["name"]: case for case in told["cases"]}}

    def call(self, command: str, *arguments: str | Path) -> str:
        environment = {**os.environ, "PYJURY_RUNTIMES": str(self.runtimes)}
        done = subprocess.run([PYJURY, command, *arguments], env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode in (0, 3) and done.stdout, (done.returncode, done.stdout, done.stderr)
        return done.stdout


def with_cases(package: Path, folder: Path, names: list[str]) -> Path:
    """A copy of the package that has these cases alone."""
    shutil.copytree(package, folder, ignore=shutil.ignore_patterns("cheats", "wrong", "reference"))
    listed = folder / "grader" / "cases.yaml"
    head, *cases = re.split(r"^(?=  - )", listed.read_text(), flags=re.MULTILINE)
    kept = [case for name in names for case in cases if re.match(rf"  - \{{?name: {re.escape(name)}(?:,|\n)", case)]
    assert len(kept) == len(names), names
    listed.write_text(head + "".join(kept))
    return folder
