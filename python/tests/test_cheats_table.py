"""docs/cheats.md is what tools/cheats.py makes of tests/cheats."""

import importlib.util
import sys

import pytest
from harness import PYTHON

TOOL = PYTHON.parent / "tools" / "cheats.py"


@pytest.fixture
def tool(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    spec = importlib.util.spec_from_file_location("cheats_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_current(tool):
    tool.main(["--check"])


def test_a_stale_table_is_told(tool, monkeypatch, tmp_path):
    (tmp_path / "cheats.md").write_text(tool.table() + "x")
    monkeypatch.setattr(tool, "TABLE", tmp_path / "cheats.md")
    with pytest.raises(SystemExit, match="stale"):
        tool.main(["--check"])


@pytest.mark.parametrize(
    ("cheat", "text"),
    [("# guard: none\n# expect: failed\n", "none"), ("# guard: wall\n", "needs the lines"), (None, "wall")],
)
def test_what_is_missing_is_told(tool, monkeypatch, tmp_path, cheat, text):
    monkeypatch.setattr(tool, "ROOT", tmp_path)
    folder = tmp_path / "mode" / "problem" / "cheats"
    folder.mkdir(parents=True)
    (tmp_path / "mode" / "guards.toml").write_text('[guards]\nwall = "stops all"\n')
    if cheat is not None:
        (folder / "one.py").write_text(cheat)
    with pytest.raises(SystemExit, match=text):
        tool.section(tmp_path / "mode")
