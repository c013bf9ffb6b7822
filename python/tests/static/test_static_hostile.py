"""Hostile sources: a finding with file and line, never a crash; and quickly."""
import ast
import copy
import random

import pytest

RULES = [
    {"must_use": ["for", "recursion"], "in": "f"},
    {"must_use": "recursion"},
    {"must_not_use": ["eval", "recursion", ".sort", "import os", "math.sqrt"]},
    {"only_imports": "math"},
    {"must_define": "class C(Base):\n    x: int\n    def f(self, n=...): ..."},
    {"docstrings": "all"},
    {"type_hints": "complete"},
    {"naming": "pep8"},
    {"max_lines": 3},
    {"max_nesting": 1},
    {"max_complexity": 2},
    {"max_line_length": 20},
    {"clean": "all"},
    {"layers": ["solution", "os"]},
]

UNREADABLE = {
    "syntax error": (b"x = 1\ny = (\n", 2),
    "null byte": (b"x = 1\n\0", 2),
    "bad utf-8": (b"x = 1\ny = '\xff'\n", 2),
    "utf-7": (b"# coding: utf-7\nx = 1\n", 1),
    "unicode_escape": (b"# coding: unicode_escape\n# \\u000aimport os\n", 1),
    "no such encoding": (b"# coding: klingon\n", 1),
    "utf-16": ("x = 1".encode("utf-16"), None),
    "too large": (b"#" * (2 << 20), 0),
    "brackets": (b"(" * 50_000, None),
    "closed brackets": (b"[" * 5_000 + b"]" * 5_000, None),
    "attributes": (b"a" + b".b" * 100_000, None),
    "sum": (b"1" + b"+1" * 50_000, None),
    "signs": (b"-" * 100_000 + b"1", None),
    "not": (b"not " * 100_000 + b"1", None),
    "lambdas": (b"lambda: " * 5_000 + b"1", None),
    "elifs": (b"if x: pass\n" + b"elif x: pass\n" * 5_000, None),
    "blocks": (b"".join(b" " * depth + b"if x:\n" for depth in range(500)), None),
    "tabs": (b"if x:\n\tx\n        y\n", 3),
    "surrogate": (b"x = '\xed\xa0\x80'", 1),
    "future": (b"x = 1\nlet y = 2\n", 2),
    "too many nodes": (b"x," * 210_000, None),
}

READABLE = {
    "empty": b"",
    "byte order mark": b"\xef\xbb\xbfx = 1\n",
    "only a comment": b"#",
    "carriage returns": b"x = 1\rdef f(): pass\r",
    "deep but readable": b"x = " + b"-" * 300 + b"1\n",
    "a class that is its own base": b"class C(C): pass",
    "names in circles": b"a = b\nb = a\na()\na.b()\n",
    "a long chain of aliases": b"a0 = eval\n" + b"".join(b"a%d = a%d\n" % (n + 1, n) for n in range(2_000)),
    "a long chain the other way": b"".join(b"a%d = a%d\n" % (n, n + 1) for n in range(2_000)),
    "many bindings of many names": b"".join(b"a = b\nb = c\nc = a\na = c\n" for n in range(1_000)),
    "many functions that call each other": b"".join(b"def f%d(): return f%d(), f%d()\n" % (n, (n * 7) % 1500, (n * 13 + 5) % 1500) for n in range(1_500)),
    "a global that is nowhere": b"def f():\n global x\n x\n nonlocal y\n",
    "star of itself": b"from solution import *\nfrom . import solution\nfrom ..... import *\n",
    "huge numbers": b"x = 0x" + b"f" * 50_000 + b"\nif x * x: pass\nif 1 << 1000000000: pass\n",
    "huge strings": b"if ('a' * 100 * 100 * 100 * 100 * 100): pass\nif '%999999999d' % 1: pass\n",
    "long path of modules": b"import os\nos" + b".path" * 400,
    "no name": b"from . import x\n",
    "a chain of lambdas in defaults": b"f = " + b"lambda a=" * 90 + b"1" + b": a" * 90,
    "functions that are set on each other": b"".join(b"def f%d(): return f%d.x\nf%d.x = f%d\n" % (n, n, n, (n + 1) % 300) for n in range(300)),
    "constants that are set by each other": b"import solution\n" + b"".join(b"a%d = 'a%d'\nsetattr(solution, a%d, a%d)\n" % (n, n + 1, n, n + 2) for n in range(300)),
    "annotations nested in texts": b"def f(x: '" + b"list[" * 5_000 + b"int" + b"]" * 5_000 + b"'): pass\n",
    "clauses in circles": b"E = (E, F)\nF = (F, E)\ntry: pass\nexcept (E, (F, (E,))): pass\n",
}


def report_on(folder, files: dict, rules=RULES) -> list[dict]:
    """The reports of several rules at once."""
    from pyjury_static.check import check

    for name, data in files.items():
        (folder / name).write_bytes(data)
    plan = {"files": list(files), "rules": [{"id": f"rule {number}", **rule} for number, rule in enumerate(rules)]}
    return check(plan, folder, [])["rules"]


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable(name, tmp_path):
    source, line = UNREADABLE[name]
    for report in report_on(tmp_path, {"fine.py": b"x = 1", "solution.py": source}):
        assert report["outcome"] == "failed" and len(report["findings"]) == 1, report
        assert report["findings"][0]["file"] == "solution.py"
        assert line is None or report["findings"][0]["line"] == line, report


def test_unreadable_files_concern_only_rules_that_look_at_them(judge):
    files = {"fine.py": "x = 1", "bad.py": "x ="}
    assert judge({"must_not_use": "for", "files": "fine.py"}, files)["outcome"] == "passed"
    assert judge({"must_not_use": "for"}, files)["outcome"] == "failed"


@pytest.mark.parametrize("name", READABLE)
def test_readable(name, tmp_path):
    for report in report_on(tmp_path, {"solution.py": READABLE[name]}):
        assert report["outcome"] != "error", report["jury"]


def test_a_file_that_is_not_there(tmp_path):
    from pyjury_static.check import check

    report = check({"files": ["gone.py"], "rules": [{"id": "x", "must_use": "for"}]}, tmp_path, [])
    assert report["rules"][0]["findings"][0]["file"] == "gone.py"


@pytest.mark.parametrize("error", [RecursionError, MemoryError])
@pytest.mark.parametrize("place", ["load", "KINDS"])
def test_what_is_too_much_fails(error, place, judge, monkeypatch):
    """Beyond what is known of: it is the source's, and no trouble of the judge's."""
    from pyjury_static import check

    def too_much(*_):
        raise error

    monkeypatch.setattr(check, place, too_much if place == "load" else {"must_use": too_much})
    report = judge({"must_use": "for"}, "x = 1")
    assert report["outcome"] == "failed" and "too large" in report["findings"][0]["message"]


def test_findings_are_bounded(judge):
    report = judge({"must_not_use": "pass"}, "pass\n" * 1_000 + "x = '" + "y" * 1_000 + "'")
    assert len(report["findings"]) == 50 and "950 more" in report["jury"]
    report = judge({"naming": "pep8"}, f"def {'Xy' * 5_000}(): pass")
    assert len(report["findings"][0]["message"]) <= 500


SEED = '''
import math, os as o
from functools import *
LIMIT: int = 3
class C(Base):
    x = [n for n in range(3) if n]
    @property
    def f(self, a=1, *b, c: int = 2, **d) -> "C":
        """F."""
        global G
        try:
            with open("x") as g, h:
                G = lambda q: self.f(q)[1:2]
        except* (E, F) as e:
            raise
        finally:
            del g
        while True:
            if a < b < 3: break
            elif (z := 4): continue
            else: return f"{a!r:>{b}}"
async def f(n, /):
    nonlocal y
    async for i, *j in n:
        yield await f(i)
    match n:
        case {"a": [1, *k], **rest} | C(x=1) as m if m: pass
        case _: exec("1")
getattr(math, "sq" + "rt")(*[1], **{})
'''


def words_moved(randomness: random.Random) -> str:
    """The seed with words taken away, replaced, added and swapped; seldom Python any more."""
    pieces = SEED.split(" ") + ["\x00", "\x0c", "\\\n", "é", "ｅval", "(", ")", ":", "\n", "lambda", "yield", "...", "'''", "def", "0" * 50]
    words = SEED.split(" ")
    for _ in range(randomness.randint(1, 4)):
        place, other = randomness.randrange(len(words)), randomness.randrange(len(words))
        match randomness.randint(0, 3):
            case 0:
                del words[place]
            case 1:
                words[place] = randomness.choice(pieces)
            case 2:
                words.insert(place, randomness.choice(pieces))
            case 3:
                words[place], words[other] = words[other], words[place]
    return " ".join(words)


def branches_moved(randomness: random.Random) -> str:
    """The seed with expressions and statements put in place of others: Python, but of no sense."""
    tree = ast.parse(SEED)
    for _ in range(randomness.randint(1, 12)):
        kind = randomness.choice([ast.expr, ast.stmt])
        parts = [node for node in ast.walk(tree) if isinstance(node, kind)]
        one = copy.deepcopy(randomness.choice(parts))
        # An f-string's parts are of kinds of their own.
        others = [node for node in ast.walk(tree) if not isinstance(node, (ast.JoinedStr, ast.FormattedValue))]
        holder = randomness.choice([node for node in others if any(isinstance(child, kind) for child in ast.iter_child_nodes(node))])
        for name, value in ast.iter_fields(holder):
            if isinstance(value, kind):
                setattr(holder, name, one)
            elif isinstance(value, list) and value and isinstance(value[0], kind):
                value[randomness.randrange(len(value))] = one
    return ast.unparse(tree)


@pytest.mark.parametrize("mutate", [words_moved, branches_moved])
def test_fuzz(mutate, tmp_path):
    randomness, readable = random.Random(7), 0
    for _ in range(150):
        source = mutate(randomness)
        reports = report_on(tmp_path, {"solution.py": source.encode()})
        assert all(report["outcome"] != "error" for report in reports), (reports, source)
        readable += len({str(report["findings"]) for report in reports}) > 1
    assert readable > (10 if mutate is words_moved else 100)
