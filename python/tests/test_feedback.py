"""What a failing case says, to the submitter and to the jury."""

import re
import time

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


def seconds(source, grader, interpreter):
    before = time.monotonic()
    report = judge(source, HEAD + grader, interpreter=interpreter, seconds=30)
    return report, time.monotonic() - before


DEADLOCK = "import asyncio\nasync def inner():\n    await asyncio.Event().wait()\nasync def f(): await inner()\n"
LATE = """
def g():
    import asyncio
    async def inner():
        await asyncio.Event().wait()
    asyncio.run(inner())
"""


@pytest.mark.parametrize(
    ("source", "grader"),
    [
        (DEADLOCK, "@case\nasync def main(submission): await submission.f()"),
        (DEADLOCK, "@case(clock='real')\nasync def main(submission): await submission.f()"),
        (DEADLOCK + "def g(): asyncio.run(f())\n", "@case\ndef main(submission): submission.g()"),
        (DEADLOCK + "def g(): asyncio.run(f())\n", "@case(clock='real')\ndef main(submission): submission.g()"),
        (LATE, "@case\ndef main(submission): submission.g()"),
    ],
)
def test_a_deadlock_is_told_at_once_by_the_coroutine(source, grader, interpreter):
    report, taken = seconds(source, grader, interpreter)
    assert report["outcome"] == "failed"
    assert re.search(r"a deadlock of \S*inner \(sub.py, line [345]\)", report["team"]), report["team"]
    assert taken < 10


def test_a_thread_may_still_wake_a_coroutine(interpreter):
    """With a real clock, whatever comes from another thread is waited for."""
    source = """
import asyncio, threading, time
async def f():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    def later():
        time.sleep(0.3)
        loop.call_soon_threadsafe(future.set_result, 1)
    threading.Thread(target=later).start()
    return await future
def g():
    return asyncio.run(f())
async def timed():
    await asyncio.sleep(0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", (await server()))
    return int(await reader.readline())
async def server():
    async def greet(reader, writer):
        await asyncio.sleep(0.2)
        writer.write(b"1\\n")
    return (await asyncio.start_server(greet, "127.0.0.1", 0)).sockets[0].getsockname()[1]
def h():
    before = time.monotonic()
    came = asyncio.run(timed())
    return came if time.monotonic() - before > 0.35 else 0
"""
    for body in (
        "async def main(submission): assert await submission.f() == 1",
        "def main(submission): assert submission.g() == submission.h() == 1",
    ):
        assert seconds(source, f"@case(clock='real')\n{body}", interpreter)[0]["outcome"] == "passed"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("ValueError('x', 3)", "ValueError('x', 3)"),
        ("KeyError('a')", "KeyError('a')"),
        ("OSError(2, 'no')", "FileNotFoundError(2, 'no')"),
        ("Own('a')", "Own('a')"),
        ("ExceptionGroup('g', [KeyError(1)])", "ExceptionGroup('g', [KeyError(1)])"),
    ],
)
def test_an_exception_reads_as_in_python(source, name, interpreter):
    submission = f"class Own(Exception):\n    pass\ndef f(): raise {source}"
    report = judge(submission, main("submission.f()"), interpreter=interpreter)
    assert report["team"].startswith(f"raised {name}\n"), report["team"]


def test_what_raises_refuses_is_a_wrong_answer(interpreter):
    for refused in ("KeyError", "ZeroDivisionError, match='nope'"):
        body = f"with raises({refused}):\n    submission.divide(1, 0)"
        report = judge(SUBMISSION, main(body), interpreter=interpreter)
        assert report["outcome"] == "failed" and "exception" not in report
        assert "return a / b" in report["traceback"]


def test_places_in_memory_are_left_out(interpreter):
    source = "class Money: pass\ndef f(): raise ValueError(str(Money()) + str(Money.__init__) + hex(0xdeadbeef))"
    first, second = (judge(source, main("submission.f()"), interpreter=interpreter) for _ in range(2))
    assert first == second
    assert "Money object>" in first["team"] and "0xdeadbeef" in first["team"]


def test_a_probe_without_answers_left_fails_the_case(interpreter):
    source = """
def f(g):
    for _ in range(3):
        try: g()
        except BaseException as e: told = str(e)
    return told
"""
    body = "clock = probe(answers=[1, 2], name='clock')\nassert 'often' not in submission.f(clock)"
    report = judge(source, main(body), interpreter=interpreter)
    assert report["outcome"] == "failed" and "exception" not in report
    assert "clock was called more often than the 2 times it has answers for" in report["team"]


def test_a_metaclass_that_equals_everything_is_only_wrong(interpreter):
    source = """
class M(type):
    def __eq__(self, other): return True
    def __hash__(self): return hash(list)
class C(metaclass=M): pass
def divide(a, b): return C
def made(): return C()
"""
    for body in ("assert submission.divide(1, 2) == 5", "assert submission.made() == 5", "assert submission.C == 5"):
        report = judge(source, main(body), interpreter=interpreter)
        assert report["outcome"] == "failed" and report["team"].startswith("expected 5"), report
        assert "exception" not in report


@pytest.mark.parametrize("grouped", [False, True])
def test_a_failing_coroutine_of_the_grader_fails_the_case_and_tells_nothing(grouped, interpreter):
    source = """
import os
async def f(job):
    try:
        await job()
    except BaseException as error:
        if "secret" in repr((error, error.args, error.__cause__, getattr(error, "exceptions", ()))):
            os._exit(7)
"""
    grader = f"""
import asyncio
@case(open=True)
async def main(submission):
    async def broken():
        await asyncio.sleep(1)
        assert 1 == 2, "the secret"
    async def grouped():
        async with asyncio.TaskGroup() as group:
            group.create_task(broken())
    await submission.f({"grouped" if grouped else "broken"})
"""
    report = judge(source, HEAD + grader, interpreter=interpreter)
    assert report["outcome"] == "failed" and "the secret" in report["team"]


def test_what_an_answer_causes_is_not_the_packages_fault(interpreter):
    source = """
def f(): return 'nothing_such'
class Swallows:
    def __enter__(self): return self
    def __exit__(self, *a): return True
"""
    for body in (
        "eval(submission.f())",
        "compile(submission.f() + '(', '<it>', 'exec')",
        "with submission.Swallows():\n    x = submission.g()\nassert x",
    ):
        report = judge(source, main(body), interpreter=interpreter)
        assert report["outcome"] == "failed", report
    assert judge(source, main("submission.f()\nnothing_such"), interpreter=interpreter)["outcome"] == "package"


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
