"""Runs one module of CPython's own tests, and writes what came of each test.

    run.py MODULE OUTCOMES [[-]TEST...]

MODULE is a module below the package `test`; with TEST only these tests of it are run, or (-TEST) all but these.
OUTCOMES becomes a file of a JSON object a line: the test's id without the module, its outcome (pass, fail, error,
skip, expected failure, unexpected success, not run) and the reason or the traceback. Lines of the outcome "began"
come first, as they happen; the last line is "end". Without it the interpreter died in the test that began last.
Resources that a judge has no use for (network, graphics, sound, large files) are off.
"""
import importlib
import json
import os
import sys
import traceback
import unittest

from test import support

RESOURCES = ("cpu", "decimal", "subprocess", "tzdata")
# The worst of a test's outcomes is the one that counts: subtests have outcomes of their own.
ORDER = ("pass", "expected failure", "skip", "unexpected success", "fail", "error")


class Outcomes(unittest.TestResult):
    """What came of each test, by its id."""

    def __init__(self, write):
        super().__init__()
        self.seen = {}
        self.write = write

    def startTest(self, test):
        self.write(test.id(), "began")
        super().startTest(test)

    def note(self, name, outcome, reason=""):
        known = self.seen.get(name)
        if known is None or ORDER.index(outcome) > ORDER.index(known[0]):
            self.seen[name] = (outcome, reason)

    def addSuccess(self, test):
        self.note(test.id(), "pass")

    def addError(self, test, error):
        self.note(test.id(), "error", told(error))

    def addFailure(self, test, error):
        self.note(test.id(), "fail", told(error))

    def addSkip(self, test, reason):
        self.note(test.id(), "skip", str(reason))

    def addExpectedFailure(self, test, error):
        self.note(test.id(), "expected failure")

    def addUnexpectedSuccess(self, test):
        self.note(test.id(), "unexpected success")

    def addSubTest(self, test, subtest, error):
        if error is not None:
            outcome = "fail" if issubclass(error[0], test.failureException) else "error"
            self.note(test.id(), outcome, f"{subtest}: {told(error)}")


def told(error):
    return "".join(traceback.format_exception(*error))[-6000:]


def each(suite):
    """The tests of a suite of suites."""
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from each(part)
        else:
            yield part


def covering(seen, name):
    """What happened to the class or the module that a test belongs to, when it never came to the test itself."""
    for fixture, what in seen.items():
        kind, _, owner = fixture.partition(" (")
        if kind in ("setUpClass", "setUpModule") and name.startswith(owner.rstrip(")") + "."):
            return what
    return ("not run", "")


def run(module, which, write):
    """Runs a module's tests, and writes of each what came of it."""
    full = f"test.{module}."

    def short(name, outcome, reason=""):
        write(name.removeprefix(full), outcome, reason)

    result = Outcomes(short)
    names = []

    def run_suite(suite):
        drop(suite, lambda name: name in without or (only and name not in only), full)
        # Names first: a suite lets go of what has run.
        names.extend(test.id() for test in each(suite))
        suite.run(result)

    without = {name[1:] for name in which if name.startswith("-")}
    only = {name for name in which if not name.startswith("-")}
    try:
        loaded = importlib.import_module(full.rstrip("."))
        if hasattr(loaded, "test_main"):
            # The older way: the module makes its suite itself.
            support._run_suite = run_suite
            loaded.test_main()
        else:
            run_suite(unittest.defaultTestLoader.loadTestsFromModule(loaded))
    except unittest.SkipTest as reason:
        write(module, "skip", str(reason))
    for name in names:
        result.seen.setdefault(name, covering(result.seen, name))
    for name, what in sorted(result.seen.items()):
        # What came of fixtures is told by their tests.
        if not name.startswith(("setUpClass (", "setUpModule (")):
            short(name, *what)


def drop(suite, unwanted, full):
    """Takes tests out of a suite of suites."""
    kept = []
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            drop(part, unwanted, full)
            kept.append(part)
        elif not unwanted(part.id().removeprefix(full)):
            kept.append(part)
    suite._tests = kept


def main(module, path, *which):
    # Opened anew for each line: tests count on the numbers of descriptors, and close what they didn't open.
    path = os.path.abspath(path)
    mine = os.getpid()

    def write(name, outcome, reason=""):
        # Not a child that a test forked and lost.
        if os.getpid() == mine:
            with open(path, "ab", buffering=0) as file:
                line = json.dumps({"test": name, "outcome": outcome, "reason": reason})
                file.write(line.encode("ascii") + b"\n")

    # A folder of their own, as the tests' runner of CPython gives them.
    os.mkdir("work")
    os.chdir("work")
    support.use_resources = RESOURCES
    support.record_original_stdout(sys.stdout)
    run(module, which, write)
    write("end", "end")
    # Threads that tests left would keep the interpreter.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
