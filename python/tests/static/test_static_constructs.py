"""Each construct is found where it is, and nowhere else."""
import pytest
from pyjury_static.constructs import CONSTRUCTS

EXAMPLES = {
    "for": "for x in y: pass",
    "while": "while x: pass",
    "loop": "while x: pass",
    "iteration": "[x for x in y]",
    "break": "while x: break",
    "continue": "while x: continue",
    "if": "if x: pass",
    "elif": "if x: pass\nelif y: pass",
    "ternary": "x if y else z",
    "match": "match x:\n    case 1: pass",
    "comprehension": "{x for x in y}",
    "list comprehension": "[x for x in y]",
    "set comprehension": "{x for x in y}",
    "dict comprehension": "{x: x for x in y}",
    "generator expression": "(x for x in y)",
    "generator": "def f():\n    yield 1",
    "yield": "def f():\n    yield 1",
    "yield from": "def f():\n    yield from x",
    "lambda": "f = lambda: 1",
    "recursion": "def f(n):\n    return f(n - 1)",
    "def": "def f(): pass",
    "nested function": "def f():\n    def g(): pass",
    "async def": "async def f(): pass",
    "await": "async def f():\n    await x",
    "async for": "async def f():\n    [x async for x in y]",
    "async with": "async def f():\n    async with x: pass",
    "with": "with x: pass",
    "class": "class C: pass",
    "decorator": "@x\ndef f(): pass",
    "try": "try: pass\nexcept E: pass",
    "except": "try: pass\nexcept E: pass",
    "except*": "try: pass\nexcept* E: pass",
    "finally": "try: pass\nfinally: pass",
    "raise": "raise E",
    "assert": "assert x",
    "return": "def f(): return 1",
    "pass": "pass",
    "del": "del x",
    "global": "def f():\n    global x",
    "nonlocal": "def f():\n    x = 1\n    def g():\n        nonlocal x",
    "import": "from x import y",
    "relative import": "from . import y",
    "f-string": "f'{x}'",
    "percent formatting": "'%s' % x",
    "walrus": "(x := 1)",
    "slicing": "x[1:]",
    "star-args": "def f(*a): pass",
    "star-kwargs": "def f(**a): pass",
    "keyword-only": "def f(*, a): pass",
    "positional-only": "def f(a, /): pass",
    "default": "def f(a=1): pass",
    "unpacking": "f(*x)",
    "type hints": "def f(a: int): pass",
    "boolean operator": "x and y",
    "chained comparison": "a < b < c",
    "list": "[1]",
    "tuple": "(1, 2)",
    "dict": "{}",
    "set": "{1}",
    "augmented assignment": "x += 1",
    "item assignment": "x[1] = 2",
    "attribute assignment": "x.a = 2",
}
# Examples in which these words are right too.
ALSO = {("loop", "for"), ("iteration", "for")}


def test_every_construct_has_an_example():
    assert set(EXAMPLES) == set(CONSTRUCTS)


@pytest.mark.parametrize("word", EXAMPLES)
def test_a_construct_is_found(word, judge):
    assert judge({"must_not_use": word}, EXAMPLES[word])["outcome"] == "failed"
    assert judge({"must_use": word, "reachable": False}, EXAMPLES[word])["outcome"] == "passed"


@pytest.mark.parametrize("word", EXAMPLES)
def test_a_construct_is_not_found_elsewhere(word, judge):
    plain = "x = 1\nprint(x)\n"
    assert judge({"must_not_use": word}, plain)["outcome"] == "passed"
    assert judge({"must_use": word}, plain)["outcome"] == "failed"
