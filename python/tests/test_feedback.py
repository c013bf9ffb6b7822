"""What a failing case says, to the submitter and to the jury."""

import pytest
from harness import collect, judge

SUBMISSION = """
class Stack:
    def __init__(self): self.items = []
    def push(self, item): self.items.append(item); return len(self.items)
def divide(a, b):
    return a / b
def nothing(): pass
"""
HEAD = "from pyjury import *\n"


def main(body: str, options: str = "open=True", head: str = "") -> str:
    lines = "\n".join("    " + line for line in body.splitlines())
    return f"{HEAD}{head}\n@case({options})\ndef main(submission):\n{lines}\n"


def test_an_assertion_tells_calls_and_operands(interpreter):
    report = judge(SUBMISSION, main("stack = submission.Stack()\nassert stack.push([3]) == 2"), interpreter=interpreter)
    assert report["outcome"] == "failed" and report["score"] == 0
    for text in ("expected 2, came 1", ".push([3])\n  got 1", "called submission.Stack()"):
        assert text in report["team"]
    assert "assert stack.push([3]) == 2" in report["jury"] and "grade.py line 6" in report["jury"]


def test_what_was_expected_can_be_hidden(interpreter):
    report = judge(
        SUBMISSION, main("assert submission.divide(1, 2) == 77", "show_expected=False"), interpreter=interpreter
    )
    assert "77" not in report["team"] and "called submission.divide(1, 2)" in report["team"]
    assert "77" in report["jury"]


def test_an_exception_tells_the_students_lines(interpreter):
    report = judge(SUBMISSION, main("submission.divide(1, 0)"), interpreter=interpreter)
    assert report["outcome"] == "failed" and report["exception"] == "ZeroDivisionError"
    assert 'File "sub.py", line 6, in divide\n    return a / b' in report["traceback"]
    assert "pyjury" not in report["traceback"]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("1 +", "SyntaxError"),
        ("import nothing_such", "ModuleNotFoundError"),
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit", "SystemExit"),
    ],
)
def test_a_submission_that_cannot_be_imported_fails(source, name, interpreter):
    report = judge(source, main("pass"), interpreter=interpreter)
    assert (report["outcome"], report["exception"]) == ("failed", name)


def test_a_missing_function_fails(interpreter):
    report = judge(SUBMISSION, main("submission.multiply(1, 2)"), interpreter=interpreter)
    assert (report["outcome"], report["exception"]) == ("failed", "AttributeError")


def test_an_error_after_a_wrong_answer_counts_against_the_submission(interpreter):
    report = judge(SUBMISSION, main("submission.nothing()['key']"), interpreter=interpreter)
    assert report["outcome"] == "failed" and "TypeError" in report["jury"] and "TypeError" not in report["team"]


@pytest.mark.parametrize(
    ("body", "options", "text"),
    [
        ("unknown_name", "", "grade.py line 5"),
        ("import nothing_such", "", "nothing_such"),
        ("1 / 0", "", "ZeroDivisionError"),
        ("return 7", "", "from 0 to 1"),
    ],
)
def test_faults_of_the_package(body, options, text, interpreter):
    report = judge(SUBMISSION, main(body, options), interpreter=interpreter)
    assert report["outcome"] == "package" and text in report["jury"]


def test_a_share_of_the_points(interpreter):
    report = judge(SUBMISSION, main("return 0.25"), interpreter=interpreter)
    assert (report["outcome"], report["score"]) == ("failed", 0.25)


def test_a_limit_of_a_call(interpreter):
    report = judge("def f():\n    while True: pass", main("submission.f()", "limit=0.2"), interpreter=interpreter)
    assert report["outcome"] == "failed" and "longer than it may" in report["team"]


def test_waiting_for_ever_is_seen(interpreter):
    source = "import asyncio\nasync def f():\n    await asyncio.Event().wait()"
    report = judge(
        source, f"{HEAD}\n@case\nasync def main(submission):\n    await submission.f()", interpreter=interpreter
    )
    assert report["outcome"] == "failed" and "everything waits" in report["team"]


def test_collecting():
    source = (
        HEAD
        + """
@case(points=2, open=True)
def first(submission):
    "What it is about.
    More."
@case(each={"n": [1, 2]}, description="many")
async def second(submission, n): pass
""".replace('"What', '"""What').replace('More."', 'More."""')
    )
    assert collect(source)["cases"] == [
        {"name": "first", "points": 2, "open": True, "description": "What it is about.", "line": 3},
        {"name": "second-1", "points": 1, "open": False, "description": "many", "line": 7},
        {"name": "second-2", "points": 1, "open": False, "description": "many", "line": 7},
    ]


@pytest.mark.parametrize(
    ("source", "line", "text"),
    [
        ("x = (\n", 1, "SyntaxError"),
        ("\nimport nothing_such\n", 2, "nothing_such"),
        ("from pyjury import case, submission\nsubmission.f()\n", 2, "only while a case runs"),
        ("from pyjury import case\n@case\ndef f(): pass\n@case\ndef f(): pass\n", 4, "another case"),
        ("from pyjury import case\n@case(points=-1)\ndef f(): pass\n", 2, "from 0 on"),
    ],
)
def test_collecting_what_is_broken(source, line, text):
    error = collect(source)["error"]
    assert error["file"] == "grade.py" and error["line"] == line and text in error["message"]
