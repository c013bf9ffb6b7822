"""Which contradictions a test has, and what they say."""

import ast
import sys
import textwrap

import pytest

from box import HARNESS

sys.path.insert(0, str(HARNESS.parent))
from pyjury_pytest.plan import Test as Entry  # noqa: E402
from pyjury_pytest.sentinel import contradictions, edit_for  # noqa: E402
from pyjury_pytest.suite import Suite  # noqa: E402


def changed(source: str, rows: dict[str, int] | None = None, classes: tuple[str, ...] = ()) -> list[str]:
    """Each contradiction of test_x, as the line of the test that it changed."""
    suite = Suite("/grader", {"test_a.py": textwrap.dedent(source).encode()})
    test = Entry("test_a.py::test_x", "test_a.py", classes, "test_x", 0, rows or {})
    before = ast.unparse(suite.pruned("test_a.py", frozenset())).splitlines()
    found = []
    for name in contradictions(suite, test):
        tree = suite.pruned("test_a.py", frozenset())
        edit_for(test, name)(tree)
        after = ast.unparse(ast.fix_missing_locations(tree)).splitlines()
        lines = [line.strip() for line in after if line not in before] or [after[-1].strip()]
        found.append(f"{name.partition(':')[0]}: {lines[0]}")
    return found


END = "undone: assert not __name__"
TABLE = {
    "number": ("def test_x():\n    assert f(5) == 5", ["changed: assert f(5) == 4", "denied: assert not f(5) == 5", END]),
    "text": ("def test_x():\n    assert 'abz' == f()", ["changed: assert 'aby' == f()", "denied: assert not 'abz' == f()", END]),
    "nested": ("def test_x():\n    assert f() == [1, (2, 'a')]",
               ["changed: assert f() == [1, (2, 'b')]", "denied: assert not f() == [1, (2, 'a')]", END]),
    "is": ("def test_x():\n    assert f() is True", ["changed: assert f() is False", "denied: assert not f() is True", END]),
    "in": ("def test_x():\n    assert 'a' in f()",
           ["changed: assert 'a\\ue123\\uf8f0\\ue777' in f()", "denied: assert not 'a' in f()", END]),
    "number in": ("def test_x():\n    self.assertIn(5, f())", ["changed: self.assertIn(2718281828464.25, f())", END]),
    "name in": ("def test_x():\n    assert f() in g()", ["denied: assert not f() in g()", END]),
    "approx": ("def test_x():\n    assert f() == approx(2.0)",
               ["changed: assert f() == approx(4.0)", "denied: assert not f() == approx(2.0)", END]),
    "no literal": ("def test_x():\n    assert f(3) > g()", ["denied: assert not f(3) > g()", END]),
    "negated": ("def test_x():\n    assert not f()", ["denied: assert f()", END]),
    "raises": ("def test_x():\n    with pytest.raises(ValueError):\n        f()", ["changed: with pytest.raises(BufferError):", END]),
    "local": ("def test_x():\n    want = 3\n    assert f() == want", ["changed: want = 2", "denied: assert not f() == want", END]),
    "local used twice": ("def test_x():\n    want = 3\n    assert f(want) == want", ["denied: assert not f(want) == want", END]),
    "under a condition": ("def test_x():\n    if f():\n        assert g() == 1", [END]),
    "loop over the submission's": ("def test_x():\n    for v in f():\n        assert v == 1", [END]),
    "loop over a list": ("def test_x():\n    for v, w in [(1, 2), (3, 4)]:\n        assert f(v) == w",
                         ["changed: for (v, w) in [(1, 2), (3, 5)]:", "denied: assert not f(v) == w", END]),
    "loop that leaves": ("def test_x():\n    for v in [1]:\n        if f():\n            break\n        assert v == 1", [END]),
    "after a return": ("def test_x():\n    if f():\n        return\n    assert g() == 1", []),
    "after a skip": ("def test_x():\n    if f():\n        pytest.skip('x')\n    assert g() == 1", [END]),
    "swallowing": ("def test_x():\n    with suppress(Exception):\n        f()\n        assert g() == 1", [END]),
    "handler": ("def test_x():\n    try:\n        assert g() == 1\n    except KeyError:\n        pass", [END]),
    "nothing": ("def test_x():\n    f()", [END]),
}


@pytest.mark.parametrize("name", TABLE)
def test_contradictions(name):
    source, expected = TABLE[name]
    found = changed(source)
    assert [line.replace("for v, w in", "for (v, w) in") for line in found] == expected


def test_rows_of_parameters():
    source = """
    @pytest.mark.parametrize("a, want", [(1, 2), pytest.param(3, 4, id="x")])
    def test_x(a, want):
        assert f(a) == want
    """
    assert "pytest.param(3, 5, id='x')" in changed(source, {"a": 1, "want": 1})[0]
    assert "(1, 3)" in changed(source, {"a": 0, "want": 0})[0]


def test_methods_of_base_classes():
    source = """
    class Base:
        def test_x(self):
            self.assertEqual(f(), 8)
    class TestA(Base):
        pass
    """
    assert changed(source, classes=("TestA",))[0] == "changed: self.assertEqual(f(), 9)"
