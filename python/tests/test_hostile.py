"""Submissions that break the harness in their own process. None may pass, hang the grader or blame the package.

Those that are after points are in tests/cheats/function.
"""

import pytest
from harness import judge

GRADER = """
import asyncio
from pyjury import *

@case
def main(submission):
    assert submission.add(2, 3) == 5
    with raises(ValueError, match="negative"):
        submission.root(-1)
    assert submission.squares(3) == [0, 1, 4]
    assert 1.41 < submission.root(2) < 1.42
    seen = probe(lambda n: n + 1)
    assert submission.twice(seen, 1) == 3
    assert seen.calls == [Call((1,), {}), Call((2,), {})]

@case
async def later(submission):
    assert await submission.wait(3) == 3
"""
WIRE = """
import os, struct
def wires():
    return [n for n in range(3, 30) if os.path.exists(f"/proc/self/fd/{n}") and os.readlink(f"/proc/self/fd/{n}").startswith("pipe")]
def frame(*parts):
    data = b"".join(parts)
    return struct.pack("<I", len(data)) + data
def write(data):
    for n in wires():
        try: os.write(n, data)
        except OSError: pass
"""
SUBMISSIONS = {
    "SystemExit in import": "import sys; sys.exit(0)",
    "killed by itself": "import os\ndef add(a, b): os.kill(os.getpid(), 9)",
    "raises an ImportError": "import nothing_such",
    "raises what has no text": "class E(Exception):\n    def __str__(self): raise KeyError\n    __repr__ = __str__\ndef add(a, b): raise E()",
    "raises with cycles": "def add(a, b):\n    e = ValueError(); f = KeyError(e); e.__cause__ = f; f.__cause__ = e; e.args = (e, f)\n    raise e",
    "raises a chain of 10,000": "def add(a, b):\n    e = None\n    for i in range(10000):\n        f = ValueError(i); f.__cause__ = e; e = f\n    raise e",
    "raises what grows": "class M(type):\n    def mro(cls): return super().mro()\n    @property\n    def __mro__(cls): return ()\nclass E(Exception, metaclass=M): pass\ndef add(a, b): raise E",
    "closes them in import": "import os\nos.closerange(0, 100)",
    "writes rubbish": WIRE + "def add(a, b):\n    write(b'\\xff' * 5000)\n    return 5",
    "writes rubbish in import": WIRE + "write(b'passed' * 100)",
    "a frame of 4 GiB": WIRE + "def add(a, b):\n    write(b'\\xff\\xff\\xff\\xff')\n    return 5",
    "an empty frame": WIRE + "def add(a, b):\n    write(frame(b''))\n    return 5",
    "a reply to nothing": WIRE + "def add(a, b):\n    write(frame(struct.pack('<BII', 1, 999, 0), b'T'))\n    return 5",
    "half a frame": WIRE + "def add(a, b):\n    write(struct.pack('<I', 1000) + b'x'); os._exit(0)",
    "releases what it hasn't": WIRE
    + "def add(a, b):\n    write(frame(struct.pack('<BII', 3, 0, 0), struct.pack('<II', 1, 5)))\n    return 5",
    "asks for what isn't there": "import pyjury_submission.clock as c\ndef add(a, b): return c.CLOCK.session.request('system', 'id')",
    "empties the harness": "import sys\nfor name, module in list(sys.modules.items()):\n    if name.startswith('pyjury'): vars(module).clear()\ndef add(a, b): return 5",
    "patches builtins": "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.type = lambda *a: int\nbuiltins.len = lambda a: 5\nbuiltins.getattr = lambda *a: 5\n"
    "builtins.id = lambda a: 5\nbuiltins.dict = builtins.list = None\ndef add(a, b): return 6",
    "patches while called": "import builtins\ndef add(a, b):\n    for name in list(vars(builtins)):\n        if name[0] != '_' : setattr(builtins, name, None)\n    return 5",
    "patches os": "import os\nwrite = os.write\nos.write = lambda fd, data: write(fd, data[:-1] + b'T')\ndef add(a, b): return 6",
    "endless iterator": "import itertools\ndef add(a, b): return 5\ndef root(n):\n    if n < 0: raise ValueError('negative')\n    return 1.414\ndef squares(n): return itertools.count()",
    "endless list": "class L(list):\n    def __len__(self): return 10**30\n    def __iter__(self):\n        while True: yield 1\nadd = L()\n",
    "a giant text": "def add(a, b): return 'x' * (200 << 20)",
    "a giant list": "def add(a, b): return [None] * (3 << 20)",
    "many small containers": "def add(a, b): return [[] for _ in range(600000)]",
    "deep nesting": "def add(a, b):\n    v = 5\n    for _ in range(300000): v = [v]\n    return v",
    "doubling": "def add(a, b):\n    v = [5]\n    for _ in range(200): v = [v, v]\n    return v",
    "many objects": "class C: pass\nkeep = []\ndef add(a, b):\n    keep.extend(C() for _ in range(300000))\n    return keep",
    "many types": "def add(a, b): return [type('T', (), {})() for _ in range(25000)]",
    "floods with calls back": "def add(a, b): return 5\ndef root(n):\n    if n < 0: raise ValueError('negative')\n    return 1.414\ndef squares(n): return [0, 1, 4]\n"
    "def twice(f, n):\n    for _ in range(3000): f(n)\n    return 3",
    "a timer that is never due": "import pyjury_submission.loops as l\nasync def wait(n): return n\nl.OPERATIONS['pump'] = lambda *a: ([], float('inf'))",
    "a loop that does nothing": "import pyjury_submission.loops as l\nasync def wait(n): return n\nl.OPERATIONS['pump'] = lambda *a: ([], None)",
    "spawns what isn't awaited": "import pyjury_submission.loops as l\nasync def wait(n): return n\nl.OPERATIONS['spawn'] = lambda *a: 'one'",
    "fails by no exception": "import pyjury_submission.loops as l\nasync def wait(n): return n\nl.OPERATIONS['pump'] = lambda *a: ([(1, False, 5)], None)",
}
ASYNC = ("a loop", "a timer", "spawns", "fails by")


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_none_passes(name, interpreter):
    case = "later" if name.startswith(ASYNC) else "main"
    report = judge(SUBMISSIONS[name], GRADER, case, interpreter=interpreter, seconds=40)
    assert report["outcome"] in ("failed", "submission_ended", "protocol"), report
    assert report["score"] == 0
    assert len(str(report)) < 400_000


def test_an_honest_one_passes(interpreter):
    """The cases above can be passed."""
    source = """
def add(a, b): return a + b
def root(n):
    if n < 0: raise ValueError("negative")
    return n ** 0.5
def squares(n): return [i * i for i in range(n)]
def twice(f, n): return f(f(n))
async def wait(n): return n
"""
    for case in ("main", "later"):
        assert judge(source, GRADER, case, interpreter=interpreter)["outcome"] == "passed"


def test_nothing_expected_crosses(interpreter):
    """Whatever reaches the submission's process has no trace of what the grader compares with."""
    source = """
import gc, sys
def f(x): return x
def memory():
    found = []
    with open("/proc/self/maps") as maps:
        for line in maps:
            if "rw" in line and "[v" not in line:
                start, end = (int(part, 16) for part in line.split()[0].split("-"))
                with open("/proc/self/mem", "rb") as memory:
                    memory.seek(start)
                    try: found.append(memory.read(min(end - start, 1 << 26)).count(bytes(reversed(b"kcatsyah-eht-ni-eldeen"))))
                    except (OSError, OverflowError): pass
    return sum(found)
"""
    grader = """
from pyjury import *
SECRET = "kcatsyah-eht-ni-eldeen"[::-1]
@case
def main(submission):
    assert submission.f("a") != SECRET
    with raises(Failure):
        pass
"""
    grader = grader.replace("    with raises(Failure):\n        pass\n", "    assert submission.memory() == 0\n")
    assert judge(source, grader, interpreter=interpreter)["outcome"] == "passed"
