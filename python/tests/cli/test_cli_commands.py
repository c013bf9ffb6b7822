"""What commands are given, and what is seen of them, by the judge itself."""

from real import Judge

FILES = {
    "problem.yaml": "problem_format_version: 2025-09\ntype: scoring\nname: Given\nuuid: 8f2a5a0c-6f0b-5f7e-9d0a-1f0c2f3b4d05\n",
    "pyjury.yaml": "mode: cli\nsubmit: {files: [given.py]}\n",
    "statement/problem.en.md": "Tell it.\n",
    "grader/long.txt": "complaint\n" * 20_000,
    "grader/cases.yaml": """
cases:
- {name: variables, args: [variables], env: {TZ: Europe/Berlin, MORE: x}, expect: {stdout: "Europe/Berlin x /box"}}
- {name: long, args: [long], expect: {stderr: {file: long.txt, compare: exact}}}
- {name: large, args: [large], expect: {files: {gone: ~, small: x}}}
""",
    "given.py": """
import os, sys
if sys.argv[1] == "variables":
    print(*(os.environ[name] for name in ("TZ", "MORE", "HOME")))
elif sys.argv[1] == "long":
    sys.stderr.write("complaint\\n" * 20_000)
else:
    open("large", "w").write("x" * (20 << 20))
    open("small", "w").write("x")
""",
}


def test_commands_are_given_what_the_package_says(tmp_path):
    """Variables also where all runs have one of that name; and all is seen of what they say, or at least that it was there."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "runtimes").mkdir()
    told = Judge(tmp_path / "runtimes").judge(tmp_path, tmp_path / "given.py")
    assert {name: case["verdict"] for name, case in told["cases"].items()} == dict.fromkeys(["variables", "long", "large"], "AC"), told
