"""The behaviours of conformance/grade.py, each with two real processes, and the table that lists them."""

import ast
from pathlib import Path

import pytest
from harness import judge

HERE = Path(__file__).parent
GRADE = HERE / "conformance/grade.py"
TABLE = HERE.parent.parent / "docs/function-mode-conformance.md"


def behaviours():
    for node in ast.parse(GRADE.read_text()).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.decorator_list:
            yield node.name, ast.get_docstring(node).splitlines()[0]


@pytest.mark.parametrize("name", [name for name, _ in behaviours()])
def test_behaviour(name, interpreter):
    report = judge(HERE / "conformance/sub.py", GRADE, name, interpreter=interpreter)
    assert report["outcome"] == "passed", report["jury"]


def test_the_table_is_current():
    lines = [f"| {number} | {text} | `{name}` |" for number, (name, text) in enumerate(behaviours(), 1)]
    assert len(lines) >= 40
    assert "\n".join(lines) in TABLE.read_text(), "write the table anew: python python/tests/test_conformance.py"


if __name__ == "__main__":
    rows = [f"| {number} | {text} | `{name}` |" for number, (name, text) in enumerate(behaviours(), 1)]
    TABLE.write_text(
        "# What crosses, and how: conformance of function mode\n\n"
        "Each line is a case in `python/tests/conformance/grade.py`, run with two real processes on every CPython that\n"
        "`PYJURY_TEST_PYTHONS` names. `python python/tests/test_conformance.py` writes this table.\n\n"
        "| | behaviour | case |\n|---|---|---|\n" + "\n".join(rows) + "\n"
    )
