"""The command, as a run starts it."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(__file__).resolve().parents[2] / "pyjury_static/__main__.py"
INTERPRETERS = [one for one in os.environ.get("PYJURY_TEST_PYTHONS", "").split(":") if one] or [sys.executable]
SOURCES = {
    "main.py": b"from tools import f\nprint(f(3))\n",
    "tools.py": b"def f(n):\n    for i in range(n): print(i)\n",
    "json.py": b"raise SystemExit(9)\n",
    "data.csv": b"\xff\0",
}


def start(python, folder, rules, files):
    (folder / "source").mkdir()
    for name, data in files.items():
        (folder / "source" / name).write_bytes(data)
    plan = {"files": list(files), "python": "3.13", "rules": rules}
    (folder / "rules.json").write_text(json.dumps(plan))
    command = [python, "-s", str(COMMAND), "check", str(folder / "rules.json"), str(folder / "report.json")]
    read, write = os.pipe()
    done = subprocess.run(command, preexec_fn=lambda: os.dup2(write, 3), pass_fds=[3], capture_output=True, text=True, timeout=120)
    os.close(write)
    with os.fdopen(read) as marked:
        return done, json.loads((folder / "report.json").read_text()), marked.read()


@pytest.mark.parametrize("python", INTERPRETERS)
def test_the_command(python, tmp_path):
    rules = [
        {"id": "no-loops", "must_not_use": ["for", "while"], "in": "f", "points": 2, "at": {"file": "pyjury.yaml", "line": 3}},
        {"id": "imports", "only_imports": "math", "files": "main.py"},
        {"id": "odd", "must_sue": "for"},
    ]
    done, report, mark = start(python, tmp_path, rules, SOURCES)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [one["outcome"] for one in report["rules"]] == ["failed", "passed", "error"]
    assert report["rules"][0] == {
        "id": "no-loops",
        "outcome": "failed",
        "findings": [{"file": "tools.py", "line": 2, "column": 5, "message": "for is not allowed in f"}],
        "jury": "",
    }
    assert len(mark.split()) == 2 and all(word.isdigit() for word in mark.split())


# The interpreter ends for some of these where its recursion limit is high.
CHAINS = [b"a" + b".b" * 120_000, b"f" + b"()" * 120_000, b"x: '" + b"a." * 200_000 + b"b' = 1", b"def f(x: '" + b"-" * 200_000 + b"b'): pass"]
HOSTILE = [*CHAINS, b"(" * 100_000, b"-" * 100_000 + b"1", b"a" + b".b" * 100_000, b"1" + b"+1" * 100_000, b"lambda:" * 50_000 + b"1", b"not " * 800 + b"x"]


@pytest.mark.parametrize("python", INTERPRETERS)
def test_the_command_on_hostile_sources(python, tmp_path):
    files = {f"f{number}.py": data for number, data in enumerate(HOSTILE)}
    done, report, _ = start(python, tmp_path, [{"id": "all", "must_not_use": ["eval", "recursion"]}], files)
    assert (done.returncode, done.stderr) == (0, "")
    assert report["rules"][0]["outcome"] == "failed"


CRASHES = """
import os, signal, sys
sys.path.insert(0, {harness!r})
sys.argv[0] = {command!r}
import pyjury_static.check
pyjury_static.check.check = lambda *_: {deed}
exec(compile(open({command!r}).read(), {command!r}, "exec"), {{"__name__": "__main__", "__file__": {command!r}}})
"""


@pytest.mark.parametrize(("deed", "outcome"), [("os.kill(os.getpid(), signal.SIGSEGV)", "failed"), ("sys.exit(3)", None)])
def test_a_crash_is_the_sources(deed, outcome, tmp_path):
    """Which is what a source may bring the interpreter to; that the harness ends by itself isn't."""
    (tmp_path / "rules.json").write_text(json.dumps({"files": [], "rules": [{"id": "a", "must_not_use": "for"}, {"id": "b", "must_sue": "for"}]}))
    source = CRASHES.format(harness=str(COMMAND.parent.parent), command=str(COMMAND), deed=deed)
    done = subprocess.run([sys.executable, "-c", source, "check", "rules.json", "report.json"], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    if outcome is None:
        assert done.returncode == 3 and not (tmp_path / "report.json").exists()
        return
    assert (done.returncode, done.stderr) == (0, "")
    reports = json.loads((tmp_path / "report.json").read_text())["rules"]
    assert [one["outcome"] for one in reports] == ["failed", "error"]
    assert "signal 11" in reports[0]["findings"][0]["message"]
