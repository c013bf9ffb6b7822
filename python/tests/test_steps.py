"""Steps of cases.yaml, as the judge hands them over."""

import pytest
from harness import judge

SUBMISSION = """
class Broke(Exception): pass
class Account:
    def __init__(self, owner, balance=0): self.owner, self.balance = owner, balance
    def withdraw(self, amount):
        if amount > self.balance: raise Broke(f"{amount - self.balance} are missing")
        self.balance -= amount
        return self.balance
def same(value): return value
def sort(items): items.sort()
def say(text): print(text)
def count():
    n = 0
    while True:
        yield n
        n += 1
async def later(value): return value
def pairs(): return [(1, 0.1 + 0.2), (2, float("nan"))]
"""


def steps(*each, files=None, interpreter=None):
    extra = {"interpreter": interpreter} if interpreter else {}
    listed = [{"line": line, **step} for line, step in enumerate(each, 1)]
    return judge(SUBMISSION, case={"kind": "steps", "steps": listed}, files=files, **extra)


RIGHT = [
    [{"call": "same", "arguments": [[1, {"a": None}]], "expected": [1, {"a": None}]}],
    [{"call": "same", "arguments": [{"python": "(1, {2})"}], "expected": {"python": "(1, {2})"}}],
    [{"call": "same", "arguments": [2], "expected": 2.0}],
    [
        {"call": "Account", "arguments": ["Ada"], "keywords": {"balance": 5}, "name": "account"},
        {"call": "account.withdraw", "arguments": [2], "expected": 3},
        {"get": "account.balance", "expected": 3, "comparison": {"kind": "strict"}},
        {"call": "account.withdraw", "arguments": [9], "raises": {"type": "Broke", "message": r"^6 are"}},
        {"call": "same", "arguments": [{"python": "account"}], "expected": {"python": "account"}},
    ],
    [{"call": "sort", "arguments": [[3, 1]], "mutates": {"0": [1, 3]}, "expected": None}],
    [{"call": "say", "arguments": ["hello"], "prints": "hello\n"}],
    [{"call": "count", "take": 3, "expected": [0, 1, 2]}],
    [{"call": "later", "arguments": [7], "await": True, "expected": 7}],
    [
        {
            "call": "pairs",
            "expected": {"python": "[(1, 0.3), (2, nan)]"},
            "comparison": {"kind": "approx", "relative": 1e-9, "absolute": 0},
        }
    ],
    [{"call": "same", "arguments": [[3, 1, 3]], "expected": [1, 3], "comparison": {"kind": "set"}}],
    [{"call": "same", "arguments": [[3, 1, 3]], "expected": [3, 3, 1], "comparison": {"kind": "any_order"}}],
    [
        {
            "call": "same",
            "arguments": [4],
            "expected": 2,
            "comparison": {"kind": "checker", "checker": "check.py:is_double"},
        }
    ],
]
WRONG = [
    ([{"call": "same", "arguments": [1], "expected": True}], "expected True (bool), came 1 (int)"),
    ([{"call": "same", "arguments": [{"python": "(1,)"}], "expected": [1]}], "tuple"),
    ([{"call": "same", "arguments": [2], "expected": 2.0, "comparison": {"kind": "strict"}}], "came 2 (int)"),
    ([{"call": "same", "arguments": [[1, [2, 3]]], "expected": [1, [2, 4]]}], "at [1][1]: expected 4, came 3"),
    (
        [{"call": "Account", "arguments": ["x"], "name": "a"}, {"call": "a.withdraw", "arguments": [1], "expected": 0}],
        "expected 0, raised Broke",
    ),
    (
        [{"call": "same", "arguments": [1], "raises": {"type": "ValueError"}}],
        "expected ValueError to be raised, came 1",
    ),
    ([{"call": "Account", "name": "a", "arguments": []}], "TypeError"),
    ([{"call": "sort", "arguments": [[3, 1]], "mutates": {"0": [3, 1]}}], "argument 0 afterwards"),
    ([{"call": "say", "arguments": ["hello"], "prints": "bye\n"}], "printed 'hello\\n'"),
    ([{"call": "missing"}], "AttributeError"),
    (
        [
            {
                "call": "same",
                "arguments": [5],
                "expected": 2,
                "comparison": {"kind": "checker", "checker": "check.py:is_double"},
            }
        ],
        "no double",
    ),
    ([{"call": "same", "arguments": [[3, 1]], "expected": [3, 3, 1], "comparison": {"kind": "any_order"}}], "2 times"),
]
FAULTS = [
    ([{"call": "same", "arguments": [{"python": "1 +"}]}], "line 1"),
    ([{"call": "same", "arguments": [1]}, {"call": "same", "arguments": [{"python": "unknown"}]}], "line 2"),
    (
        [{"call": "same", "arguments": [1], "expected": 1, "comparison": {"kind": "checker", "checker": "none.py:f"}}],
        "none.py",
    ),
    ([{"call": "same", "arguments": [1], "expected": 1, "comparison": {"kind": "similar"}}], "similar"),
    ([{"call": "sort", "arguments": [[1]], "mutates": {"4": []}}], "argument '4'"),
    ([{"line": 1}], "call or get"),
]
CHECKER = {
    "grader/check.py": "def is_double(came, expected):\n    return came == 2 * expected or f'{came} is no double'\n"
}


@pytest.mark.parametrize("each", RIGHT)
def test_right(each, interpreter):
    report = steps(*each, files=CHECKER, interpreter=interpreter)
    assert report["outcome"] == "passed", report


@pytest.mark.parametrize(("each", "text"), WRONG)
def test_wrong(each, text):
    report = steps(*each, files=CHECKER)
    assert report["outcome"] == "failed" and text in report["team"], report


@pytest.mark.parametrize(("each", "text"), FAULTS)
def test_faults_of_the_package(each, text):
    report = steps(*each, files=CHECKER)
    assert report["outcome"] == "package" and text in report["jury"], report


def test_a_submission_that_drops_its_arguments_is_only_wrong():
    source = """
import sys
sys.modules["pyjury_submission.clock"].CLOCK.session.operations["observe"] = lambda *operands: (None, (), {})
def sort(items): pass
"""
    each = {"line": 1, "call": "sort", "arguments": [[3, 1]], "mutates": {"0": [1, 3]}}
    report = judge(source, case={"kind": "steps", "steps": [each]})
    assert report["outcome"] == "failed" and "isn't there any more" in report["team"], report
