"""Every cheat breaks the rule that it names; without the guard that it names, it keeps all of them. Honest ones keep them too."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from test_static_tools import LAYERS

PYTHON = Path(__file__).resolve().parents[2]
MODE = PYTHON.parent / "tests" / "cheats" / "static"
APART = tomllib.loads((MODE / "guards.toml").read_text()).get("apart", {})
TOOLS = {"ruff": "bin/ruff", "mypy": "mypy/__main__.py"}


def submissions(folder: str) -> list:
    paths = [path for path in sorted(MODE.glob(f"*/{folder}/*")) if path.name != "__pycache__"]
    return [pytest.param(path, id=f"{path.parent.parent.name}-{path.stem}") for path in paths]


CHEATS = submissions("cheats")
REFERENCES = [pytest.param(path, id=path.parent.name) for path in sorted(MODE.glob("*/reference"))]


def header(path: Path, key: str) -> str:
    for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
        found = re.search(rf"^# {key}: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found[1]
    return ""


LIFTABLE = [one for one in CHEATS if header(one.values[0], "guard") not in ("-", *APART)]


def problem(path: Path) -> Path:
    return path.parent if path.name == "reference" else path.parent.parent


def rules(path: Path) -> dict:
    found = tomllib.loads((problem(path) / "grader" / "rules.toml").read_text())
    for kind, tool in TOOLS.items():
        if any(kind in rule for rule in found["rules"]) and not any((Path(layer) / tool).exists() for layer in LAYERS):
            pytest.skip(f"no layer has {tool}")
    return found


def lay(path: Path, box: Path, asked: dict) -> list[str]:
    """Put a submission into source/, as the worker does."""
    files = {str(file.relative_to(path)): file for file in path.rglob("*") if file.is_file()} if path.is_dir() else {asked["files"][0]: path}
    files = {name: file for name, file in files.items() if "__pycache__" not in name}
    for name, file in files.items():
        (box / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (box / "source" / name).write_bytes(file.read_bytes())
    return sorted(files)


def judge(path: Path, box: Path, lifted: str = "") -> dict[str, dict]:
    """The reports of the rules, by their names, from a process as the worker starts it."""
    asked = rules(path)
    plan = {"files": lay(path, box, asked), "python": "", "rules": asked["rules"]}
    (box / "rules.json").write_text(json.dumps(plan))
    program = PYTHON / ("tests/static/lifted.py" if lifted else "pyjury_static/__main__.py")
    done = subprocess.run(
        [sys.executable, "-s", program, "check", "rules.json", "report.json"],
        cwd=box,
        env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "PYJURY_LAYERS": ":".join(LAYERS), "PYJURY_LIFTED": lifted},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return {report["id"]: report for report in json.loads((box / "report.json").read_text())["rules"]}


def broken(reports: dict[str, dict]) -> list[str]:
    assert all(report["outcome"] != "error" for report in reports.values()), reports
    return [name for name, report in reports.items() if report["outcome"] != "passed"]


def works(path: Path, box: Path) -> None:
    """Whether the submission does what the statement asks for; the rules are all that stands against it."""
    check = problem(path) / "grader" / "works.py"
    environment = {**os.environ, "PYTHONPATH": str(box / "source"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, check], cwd=box, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", [*REFERENCES, *submissions("honest")])
def test_honest_ones_keep_the_rules(path, tmp_path):
    reports = judge(path, tmp_path)
    assert broken(reports) == [], reports
    works(path, tmp_path)


@pytest.mark.parametrize("path", CHEATS)
def test_a_cheat_gets_nothing(path, tmp_path):
    reports = judge(path, tmp_path)
    assert header(path, "expect") in broken(reports), reports


@pytest.mark.parametrize("path", CHEATS)
def test_a_cheat_works(path, tmp_path):
    lay(path, tmp_path, rules(path))
    works(path, tmp_path)


@pytest.mark.parametrize("path", LIFTABLE)
def test_without_its_guard_a_cheat_gets_all(path, tmp_path):
    reports = judge(path, tmp_path, lifted=header(path, "guard"))
    assert broken(reports) == [], reports
