"""What pytest, hypothesis, coverage and mypy ask of the kernel, and ruff, a program of its own."""

import os
import subprocess
import sys

# It looks for /proc/cpuinfo, which isn't there; mypy asks it for the number of cores if it can be had.
sys.modules["psutil"] = None

import coverage
import pytest
from mypy import api

SUITE = """
import pytest
from hypothesis import given, strategies

@given(strategies.integers(), strategies.text())
def test_pairs(number, text):
    assert (number, text) == (number, text)

@pytest.mark.parametrize("n", range(3))
def test_files(tmp_path, capsys, n):
    (tmp_path / "a").write_text(str(n))
    print((tmp_path / "a").read_text())
    assert capsys.readouterr().out == f"{n}\\n"
"""

with open("test_pairs.py", "w") as file:
    file.write(SUITE)
measured = coverage.Coverage(data_file="measured")
measured.start()
assert pytest.main(["-q", "-p", "no:xdist", "--basetemp=base", "test_pairs.py"]) == 0
measured.stop()
measured.save()

with open("typed.py", "w") as file:
    file.write("def double(n: int) -> int:\n    return 2 * n\n")
_, complaints, code = api.run(["--strict", "--cache-dir=cache", "typed.py"])
assert code == 0, complaints

ruff = next(path for folder in sys.path if os.path.exists(path := os.path.join(folder, "bin/ruff")))
assert subprocess.run([ruff, "check", "--no-cache", "--isolated", "typed.py"]).returncode == 0
