"""Commands that only try to break the judge, by the judge itself. What comes of them is never the judge's trouble.

Those that are after points are in tests/cheats/cli.
"""

from pathlib import Path

import pytest

from breaks import COMMANDS
from real import Judge

FILES = {
    "problem.yaml": "problem_format_version: 2025-09\ntype: scoring\nname: Breaks\nuuid: 3c6a1f9e-0d55-5f0b-8e57-9a4f1f1e7b02\n",
    "pyjury.yaml": "mode: cli\nsubmit: {files: [t.py]}\nlimits: {time: 1s, wall: 4s, memory: 128MiB, output: 32MiB}\n",
    "statement/problem.en.md": "Break it.\n",
    "grader/cases.yaml": "cases:\n" + "".join(
        f"- name: {name}\n  steps:\n"
        + f"  - {{args: [{name}], expect: {{}}}}\n" * (5 if name == "a_little_more_each_time" else 1) +
        f"  - {{args: [tell], expect: {{stdout: {{contains: t.py}}}}}}\n"
        for name in COMMANDS
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    """What became of all of them, judged together."""
    package = tmp_path_factory.mktemp("breaks")
    for path, text in FILES.items():
        (package / path).parent.mkdir(exist_ok=True)
        (package / path).write_text(text)
    judge = Judge(tmp_path_factory.mktemp("runtimes"))
    return judge.judge(package, Path(__file__).with_name("breaks.py"))["cases"]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_judge_goes_on(cases, name):
    expected, _ = COMMANDS[name]
    assert cases[name]["verdict"] == expected, cases[name]
