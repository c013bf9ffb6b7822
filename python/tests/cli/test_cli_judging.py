"""cli mode: what came of commands against what is expected of them."""

import json
import sys
from pathlib import Path

import pytest

PYTHON = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PYTHON))

from pyjury_cli import patience, seen  # noqa: E402
from pyjury_cli.judging import judge  # noqa: E402

LINES = "a\nb  \n\n"


class Box:
    """A box as the host lays it out: one command after the other, with what it left."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.steps: list[dict] = []
        self.seen: list[dict] = []
        self.place("grader/expected.txt", "one\ntwo\n")

    def place(self, path: str, content: str | bytes) -> str:
        full = self.folder / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def step(self, expect: dict, stdout: str | bytes = "", stderr: str | bytes = "", files: dict | None = None, cut: bool = False) -> "Box":
        at = f"seen/{len(self.seen)}"
        entries = [
            {"path": path, "kind": what[1:]} if isinstance(what, str) and what.startswith("!")
            else {"path": path, "kind": "file", "at": self.place(f"{at}/file-{number}", what)}
            for number, (path, what) in enumerate((files or {}).items())
        ]
        self.steps.append({"line": 10 + len(self.steps), "args": ["x"], "expect": {"files": {}, "only": False, **expect}})
        self.seen.append({"exit": 0, "stdout": self.place(f"{at}/stdout", stdout), "stderr": self.place(f"{at}/stderr", stderr),
                          "entries": entries, "cut": cut})
        return self

    def judge(self) -> dict:
        self.place("case.json", json.dumps({"steps": self.steps}))
        self.place("seen.json", json.dumps(self.seen))
        return judge(str(self.folder / "case.json"), str(self.folder / "seen.json"))


@pytest.fixture
def box(tmp_path):
    return Box(tmp_path)


def rule(text: str = LINES, **more) -> dict:
    return {"line": 5, "content": {"text": text}, **more}


def wrong(box: Box) -> str:
    report = box.judge()
    assert (report["outcome"], report["score"]) == ("failed", 0.0)
    assert report["team"] == report["jury"]
    return report["jury"]


GOOD = [
    (rule(), "a\nb\n"),
    (rule(), "a \nb\n\n\n"),
    (rule(compare="exact"), LINES),
    (rule(compare="unordered"), "b\na"),
    (rule("1.0 x", compare="tokens", tolerance=0.01), " 1.004\n\nx "),
    (rule("nan", compare="tokens"), "nan"),
    (rule('{"a": [1, 2.5], "b": null}', compare="json"), '{"b": null, "a": [1.0, 2.5]}'),
    (rule('{"a": 1000}', compare="json", tolerance=0.001), '{"a": 1000.5}'),
    (rule("took 3 ms\n", ignore=[r"\d+ ms$"]), "took 17 ms\n"),
    ({"line": 5, "content": {"file": "expected.txt"}}, "one\ntwo"),
    ({"line": 5, "contains": ["b", "a"]}, "xax bxb"),
    ({"line": 5, "matches": "^b$"}, "a\nb\nc"),
    (rule("a b", compare="tokens"), "a\t\r\n b\v\f"),
    (rule("1e3 x", compare="tokens", tolerance=0.01), "+1000. x"),
    (rule("inf", compare="tokens", tolerance=0.01), "inf"),
    (rule("1" + "0" * 400, compare="json", tolerance=0.01), "1" + "0" * 400),
    (rule("1e999", compare="json"), "1e9999"),
]
BAD = [
    (rule(), "a\n\nb\n", "stdout, line 2: expected 'b', got ''"),
    (rule(), "a\n", "stdout, line 2: expected 'b', got no more lines"),
    (rule(), "a\nb\nc\n", "stdout, line 3: expected no more lines, got 'c'"),
    (rule(), " a\nb\n", "stdout, line 1: expected 'a', got ' a'"),
    (rule(), b"a\n\xff", "stdout, line 2: expected UTF-8, got other bytes"),
    (rule(compare="exact"), "a\nb\n", "stdout, line 2: expected b'  \\n\\n', got b'\\n'"),
    (rule(compare="unordered"), "b\na\na", "stdout: the line 'a' is there too often"),
    (rule(compare="unordered"), "b", "stdout: expected the line 'a', got none or fewer of it"),
    (rule("1.0 x", compare="tokens", tolerance=0.001), "1.004 x", "stdout, word 1: expected '1.0', got '1.004'"),
    (rule("a b", compare="tokens"), "a", "stdout: expected 2 words, got 1"),
    (rule("1", compare="json"), "true", "stdout: expected 1, got True"),
    (rule('{"a": [1]}', compare="json"), '{"a": [2]}', "stdout, at a[0]: expected 1, got 2"),
    (rule('{"a": 1}', compare="json"), "{}", "stdout: expected the key 'a', got none"),
    (rule("{}", compare="json"), '{"a": 1}', "stdout: expected no key 'a', got one"),
    (rule("[1]", compare="json"), "[1, 2]", "stdout: expected a list of 1, got one of 2"),
    (rule("1", compare="json"), "x", "stdout: expected JSON, got what can't be read as that"),
    (rule("1", compare="json"), "[" * 100_000, "stdout: expected JSON, got what can't be read as that"),
    (rule(), "a\xa0\nb", "stdout, line 1: expected 'a', got 'a\\xa0'"),
    (rule("a b", compare="tokens"), "a\u2003b", "stdout, word 1: expected 'a', got 'a\\u2003b'"),
    (rule("inf", compare="tokens", tolerance=0.01), "0", "stdout, word 1: expected 'inf', got '0'"),
    (rule("5", compare="tokens", tolerance=0.01), "inf", "stdout, word 1: expected '5', got 'inf'"),
    (rule("10", compare="tokens", tolerance=0.01), "1_0", "stdout, word 1: expected '10', got '1_0'"),
    (rule("10", compare="tokens", tolerance=0.01), "١٠", "stdout, word 1: expected '10', got '١٠'"),
    (rule("1", compare="tokens", tolerance=0.01), "1" * 1_000_000 + "x", "stdout, word 1: expected '1', got '1111"),
    (rule("1" + "0" * 400, compare="json", tolerance=0.01), "1" + "0" * 401, "stdout: expected 1000"),
    (rule("1e999", compare="json", tolerance=0.01), "1", "stdout: expected inf, got 1"),
    (rule("1", compare="json"), "NaN", "stdout: expected JSON, got what can't be read as that: it has no NaN"),
    (rule("1", compare="json"), "-Infinity", "stdout: expected JSON, got what can't be read as that: it has no -Infinity"),
    (rule('{"a": 1}', compare="json"), '{"a": 2, "b": 0, "a": 1}', "stdout: expected JSON, got what can't be read as that: the key 'a' is there more than once"),
    (rule("1", compare="json"), "\ufeff1", "stdout: expected JSON, got what can't be read as that"),
    (rule("1", compare="json"), '"\\ud800"', "stdout: expected 1, got '\\ud800'"),
    ({"line": 5, "contains": ["c"]}, "ab", "stdout: expected 'c' in it, got 'ab'"),
    ({"line": 5, "matches": "^c$"}, "ab", "stdout: expected what matches ^c$, got 'ab'"),
]


@pytest.mark.parametrize(("given", "stdout"), GOOD)
def test_what_is_as_expected(box, given, stdout):
    assert box.step({"stdout": given}, stdout).judge() == {"outcome": "passed", "score": 1.0}


@pytest.mark.parametrize(("given", "stdout", "words"), BAD)
def test_what_is_not(box, given, stdout, words):
    assert wrong(box.step({"stdout": given}, stdout)).startswith(words)


def test_numbers_that_never_end_are_compared(box):
    report = box.step({"stdout": rule("1", compare="json")}, "1" + "0" * 5000).judge()
    assert report["outcome"] == "failed"


def test_files_are_as_expected(box):
    files = {"a.txt": "a\nb", "out": "!folder", "out/b.txt": "x", "empty": "!folder"}
    expect = {"files": {"a.txt": rule(), "out/b.txt": rule("x"), "gone": None}, "only": True}
    assert box.step(expect, files=files).judge()["outcome"] == "passed"


@pytest.mark.parametrize(("files", "words"), [
    ({}, "a.txt: expected a file, got none"),
    ({"a.txt": "!link"}, "a.txt: expected a file, got a symbolic link"),
    ({"a.txt": "!folder"}, "a.txt: expected a file, got a folder"),
    ({"a.txt": "!large"}, "a.txt: expected a file, got too large to be read"),
    ({"a.txt": "c"}, "a.txt, line 1: expected 'a', got 'c'"),
    ({"a.txt": LINES, "gone": "x"}, "gone: expected nothing there, got a file"),
    ({"a.txt": LINES, "gone": "!link"}, "gone: expected nothing there, got a symbolic link"),
    ({"a.txt": LINES, "more": "x"}, "more: expected nothing there, got a file"),
    ({"a.txt": LINES, "more": "!odd"}, "more: expected nothing there, got neither a file nor a folder"),
    ({"a.txt": LINES, "x\nstep 2: good": "x"}, "'x\\nstep 2: good': expected nothing there, got a file"),
])
def test_files_are_not(box, files, words):
    assert wrong(box.step({"files": {"a.txt": rule(), "gone": None}, "only": True}, files=files)) == words


def test_a_file_in_the_place_of_a_folder_is_another_file(box):
    assert wrong(box.step({"files": {"out/b.txt": None}, "only": True}, files={"out": "x"})) == "out: expected nothing there, got a file"


@pytest.mark.parametrize("expect", [{"only": True}, {"files": {"gone": None}}, {"checker": "check.py:nothing"}])
def test_more_than_is_looked_at_is_more(box, expect):
    box.place("grader/check.py", CHECKERS.replace("import helper", ""))
    words = wrong(box.step(expect, cut=True))
    assert words == "there is more in the working folder than can be looked at"


def test_more_than_is_looked_at_matters_only_where_something_may_not_be_there(box):
    assert box.step({"files": {"a.txt": rule()}}, files={"a.txt": LINES}, cut=True).judge()["outcome"] == "passed"


def test_a_file_may_be_called_stdout(box):
    expect = {"files": {"stdout": rule("x"), "stderr": rule("y")}}
    assert box.step(expect, "a", "b", files={"stdout": "x", "stderr": "y"}).judge()["outcome"] == "passed"
    assert wrong(box.step(expect, "x", "y")) == "step 2 (line 11): stdout: expected a file, got none"


def test_what_is_no_text_is_compared_byte_by_byte(box):
    box.place("grader/picture", b"\xff\n \n")
    given = {"line": 5, "content": {"file": "picture"}}
    assert box.step({"files": {"p": given}}, files={"p": b"\xff\n \n"}).judge()["outcome"] == "passed"
    assert wrong(box.step({"files": {"p": given}}, files={"p": b"\xff\n\n"})).startswith("step 2 (line 11): p, line 2: expected b' ")


def test_the_first_step_that_fails_is_named(box):
    box.step({"stdout": rule("a")}, "a").step({"stdout": rule("a")}, "b")
    assert wrong(box) == "step 2 (line 11): stdout, line 1: expected 'a', got 'b'"


CHECKERS = """
import helper

def nothing(seen): pass
def two(seen): return len(seen.json("n.json")) == helper.TWO
def says(seen): return "not like that"
def asserts(seen): assert seen.text("stdout") == "x", "expected x"
def fails(seen): return 1 / 0
def gives(seen): return 17
def length(text): assert len(text) == 3
"""


@pytest.mark.parametrize(("name", "outcome", "words"), [
    ("nothing", "passed", None),
    ("two", "passed", None),
    ("says", "failed", "not like that"),
    ("asserts", "failed", "expected x"),
    ("fails", "package", "grader/check.py:8: fails failed with ZeroDivisionError: division by zero"),
    ("gives", "package", "grader/check.py: gives must give None, True, False or a text, not 17"),
    ("absent", "package", "grader/check.py: there is no function absent"),
])
def test_checkers_decide(box, name, outcome, words):
    box.place("grader/check.py", CHECKERS)
    box.place("grader/helper.py", "TWO = 2\n")
    report = box.step({"checker": f"check.py:{name}"}, files={"n.json": "[1, 2]"}).judge()
    assert (report["outcome"], report.get("jury")) == (outcome, words)


def test_a_checker_of_one_text(box):
    box.place("grader/check.py", CHECKERS.replace("import helper", ""))
    given = {"line": 5, "checker": "check.py:length"}
    assert box.step({"stdout": given, "files": {"f": given}}, "abc", files={"f": b"\xff\xfe\xfd"}).judge()["outcome"] == "passed"
    assert wrong(box.step({"stdout": given}, "ab")) == "step 2 (line 11): length doesn't hold"


def test_a_checker_that_asks_for_what_isnt_there_fails_the_submission(box):
    box.place("grader/check.py", "def two(seen): return seen.json('n.json')\n")
    assert wrong(box.step({"checker": "check.py:two"})) == "n.json: expected a file, got none"


@pytest.mark.parametrize(("rule", "words"), [
    ({"line": 5, "matches": "("}, "grader/cases.yaml:5: expected a regular expression, got '('"),
    ({"line": 5, "content": {"text": "x"}, "ignore": ["*"]}, "grader/cases.yaml:5: expected a regular expression, got '*'"),
    (rule("{", compare="json"), "grader/cases.yaml:5: what is expected can't be compared like that: stdout: expected JSON"),
    (rule("[NaN]", compare="json"), "grader/cases.yaml:5: what is expected can't be compared like that: stdout: expected JSON"),
])
def test_mistakes_of_the_package(box, rule, words):
    report = box.step({"stdout": rule}, "x").judge()
    assert report["outcome"] == "package" and report["jury"].startswith(words)


def test_a_checker_that_cant_be_imported(box):
    box.place("grader/check.py", "def two(seen)\n")
    report = box.step({"checker": "check.py:two"}).judge()
    assert report["jury"].startswith("grader/check.py:1: it can't be imported: SyntaxError")


def test_what_is_expected_may_be_no_text_only_byte_by_byte(box):
    box.place("grader/picture", b"\xff")
    report = box.step({"stdout": {"line": 5, "content": {"file": "picture"}, "compare": "tokens"}}, b"\xff").judge()
    assert report["jury"].startswith("grader/cases.yaml:5: what is expected can't be compared like that: stdout, line 1: expected UTF-8")


def test_what_is_expected_may_be_nested_too_deeply(box):
    deep = "[" * 300 + "]" * 300
    report = box.step({"stdout": rule(deep, compare="json")}, deep).judge()
    assert report["jury"] == "grader/cases.yaml: stdout: expected JSON of at most 200 levels, got more; write a checker"


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(patience, "SECONDS", 0.3)


SLOW = [
    {"line": 5, "content": {"text": "x"}, "ignore": [r"\d+ ms$"]},
    {"line": 5, "matches": r"^(a+)+$"},
    {"line": 5, "content": {"text": "x"}, "ignore": [r"(a|aa)+$"]},
]


@pytest.mark.parametrize(("given", "stdout"), [*zip(SLOW, ["1" * 200_000, "a" * 40 + "b", "a" * 60 + "b"])])
def test_what_takes_too_long_to_be_compared_is_wrong(box, impatient, given, stdout):
    assert wrong(box.step({"stdout": given}, stdout)).startswith("stdout: it takes too long to be compared")


def test_patience_is_that_of_the_case(box, impatient):
    """It ends with the case, and isn't there anew for each text."""
    given = {"line": 5, "matches": "x", "ignore": [r"\d+ ms$"]}
    for _ in range(100):
        box.step({"stdout": given}, "x" + "1" * 4_000)
    assert wrong(box).endswith("stdout: it takes too long to be compared; it is longer than what is expected, or far from it")
    assert int(wrong(box).split()[1]) > 2


def test_a_pattern_that_takes_too_long_with_what_is_expected_is_the_packages(box, impatient):
    report = box.step({"stdout": rule("1" * 200_000, ignore=[r"\d+ ms$"])}, "x").judge()
    assert report["outcome"] == "package" and report["jury"].startswith("grader/cases.yaml:5: stdout: expected patterns that take less")


def test_what_takes_too_much_memory_to_be_compared_is_wrong(box, monkeypatch):
    monkeypatch.setattr(patience, "MEMORY", 200 << 20)
    words = wrong(box.step({"stdout": rule("[]", compare="json")}, "[" + '{"":0},' * 1_000_000 + "0]"))
    assert words == "what the command wrote is too large to be compared"


def test_large_texts_are_compared_like_others(box):
    large = "line\n" * 300_000
    assert box.step({"stdout": rule(large)}, large).judge()["outcome"] == "passed"
    assert wrong(box.step({"stdout": rule(large)}, large + "x")).endswith("expected no more lines, got 'x'")


def test_a_child_that_fails_is_the_judges_trouble(box, monkeypatch):
    monkeypatch.setattr(patience, "outcome", lambda compare, ready: 1 / 0)
    with pytest.raises(ChildProcessError):
        box.step({"stdout": {"line": 5, "matches": "x"}}, "x").judge()


def test_json_of_a_checker_is_as_strict(box):
    box.place("grader/check.py", "def near(seen): assert not abs(seen.json('stdout') - 1) > 0.1\n")
    assert "it has no NaN" in wrong(box.step({"checker": "check.py:near"}, "NaN"))


def test_json_that_is_too_large_isnt_read(box, monkeypatch):
    monkeypatch.setattr(seen, "LARGEST_JSON", 10)
    box.place("grader/check.py", "def read(seen): seen.json('stdout')\n")
    assert wrong(box.step({"checker": "check.py:read"}, "[1, 2, 3, 4]")) == "stdout: expected JSON of at most 0 MiB, got more"
