"""Submitted files that are refused before anything runs."""

import os
import sys
from typing import Sequence

from .suite import Suite

CONFIGURATION = {
    "conftest.py", "pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml", "pyproject.toml", "setup.cfg", "tox.ini",
    "sitecustomize.py", "usercustomize.py", ".coveragerc",
}
ENDINGS = (".pth", ".pyc", ".pyo")


def refused(folder: str, submitted: Sequence[str], suite: Suite, suites: bool = False) -> dict[str, str] | None:
    """The first file that would configure the tests or hide a trusted module, unless submit.files names it.

    A submitted suite (tests mode) may have conftests of its own.
    """
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(folders + files):
            path = os.path.relpath(os.path.join(parent, name), folder)
            if path in submitted:
                continue
            if name in CONFIGURATION or name.endswith(ENDINGS) or name == "__pycache__":
                if suites and name == "conftest.py":
                    continue
                return {"file": path, "message": f"{path} is not read here: it would configure the tests; leave it out"}
            if parent == folder:
                owner = _owner(name.partition(".")[0], suite) if _importable(folder, name) else None
                if owner is not None:
                    return {"file": path, "message": f"{path} has the name of {owner}; rename it"}
    return None


def _importable(folder: str, name: str) -> bool:
    if os.path.isdir(os.path.join(folder, name)):
        return os.path.isfile(os.path.join(folder, name, "__init__.py"))
    return name.endswith((".py", ".so"))


def _owner(module: str, suite: Suite) -> str | None:
    if module in sys.stdlib_module_names:
        return "a module of the standard library"
    if any(name.partition(".")[0] == module for name in suite.by_name):
        return "a file of the grader"
    if module in sys.modules and module != "__main__":
        return f"the package {module}, which the judge uses"
    return None
