"""The trusted collection: which tests there are, without a submission."""

import ast
import os
import sys
import traceback
from typing import Any

import pytest

from .attempt import place_of
from .importing import MemoryImporter, install_first
from .plan import Plan, Test, matches
from .problem import PackageError
from .sentinel import contradictions
from .session import collect, configure, settings_of, start_session
from .standin import StandInImporter
from .suite import FUNCTIONS, Suite
from .weights import points_of


class Failures:
    """What pytest could not collect."""

    def __init__(self, suite: Suite):
        self.suite = suite
        self.errors: list[PackageError] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_exception_interact(self, node: Any, call: Any, report: Any) -> None:
        if call.excinfo is not None:
            self.errors.append(as_package_error(call.excinfo.value, self.suite))

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed and not self.errors:
            self.errors.append(PackageError(str(report.longrepr), report.nodeid))


def as_package_error(error: BaseException, suite: Suite) -> PackageError:
    """The error with the last place in the suite that it came through."""
    seen = error
    while seen is not None:
        if isinstance(seen, PackageError):
            return seen
        seen = seen.__cause__
    cause = error.__cause__ or error
    if isinstance(cause, SyntaxError):
        return PackageError(f"SyntaxError: {cause.msg}", os.path.basename(cause.filename or ""), cause.lineno or 0)
    file, line = "", 0
    for frame, number in traceback.walk_tb(cause.__traceback__):
        path = frame.f_code.co_filename
        if path.startswith(suite.folder + os.sep):
            file, line = os.path.relpath(path, suite.folder), number
    message = "".join(traceback.format_exception_only(type(cause), cause)).strip()
    if isinstance(cause, ModuleNotFoundError):
        message += (
            f"; if {cause.name} is submitted, submit.files has to name it; "
            "if it is a package, the problem's runtime needs a layer with it"
        )
    return PackageError(message, file, line)


def collect_tests(plan_path: str | None, grader: str) -> dict[str, Any]:
    """The document that `collect` writes: the tests, or the error that keeps them from being collected."""
    try:
        plan = Plan.read(plan_path) if plan_path else Plan()
        suite = Suite.read(grader)
        return {"tests": _tests(plan, suite)}
    except PackageError as error:
        return {"tests": [], "error": error.as_json()}


def _tests(plan: Plan, suite: Suite) -> list[dict[str, Any]]:
    if not suite.sources:
        raise PackageError("the folder grader/ has no Python file: put the suite (test_*.py) there")
    for path in suite.sources:
        _refuse_shadowed_tests(suite, path)
    install_first(MemoryImporter(suite.all_modules()))
    sys.meta_path.append(StandInImporter(plan.submitted))
    failures = Failures(suite)
    settings = settings_of(suite)
    try:
        config = configure(settings, [failures])
        session = start_session(config)
        collect(session, settings.root)
    except (Exception, SystemExit) as error:
        raise as_package_error(error, suite) from error
    if failures.errors:
        raise failures.errors[0]
    entries = _entries(plan, suite, session.items)
    if not entries:
        raise PackageError("the suite has no tests: files are named test_*.py or *_test.py, functions test_*")
    return entries


def _entries(plan: Plan, suite: Suite, items: list[Any]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    seen: dict[str, dict[str, Any]] = {}
    counts: dict[tuple, int] = {}
    for item in items:
        file, _, _ = item.nodeid.partition("::")
        classes, name = place_of(item)
        key = (file, *classes, name)
        counts[key] = counts.get(key, 0) + 1
        markers = list(dict.fromkeys(mark.name for mark in item.iter_markers()))
        callspec = getattr(item, "callspec", None)
        entry = {
            "id": item.nodeid,
            "file": file,
            "line": item.location[1] + 1 if item.location[1] is not None else 0,
            "classes": classes,
            "function": name,
            "index": counts[key] - 1,
            "rows": dict(callspec.indices) if callspec else {},
            "markers": markers,
            "weight": points_of(item, plan.weights, markers),
            "open": is_open(plan, item.nodeid, markers),
        }
        skipped = skip_reason(item)
        if skipped is not None:
            entry["skipped"] = skipped
            entry["weight"] = 0.0
        if item.nodeid in seen:
            raise PackageError(f"two tests have the id {item.nodeid}: rename one", file, entry["line"])
        entry["sentinels"] = len(contradictions(suite, Test.parse(entry)))
        seen[item.nodeid] = entry
        entries.append(entry)
    return entries


def is_open(plan: Plan, test_id: str, markers: list[str]) -> bool:
    if "secret" in markers:
        return False
    return "open" in markers or any(matches(pattern, test_id, markers) for pattern in plan.open)


def skip_reason(item: Any) -> str | None:
    """Why the suite itself doesn't want this test run or believed, whatever the submission is."""
    from _pytest.skipping import evaluate_skip_marks, evaluate_xfail_marks

    skipped = evaluate_skip_marks(item)
    if skipped is not None:
        return skipped.reason or "skipped"
    expected = evaluate_xfail_marks(item)
    if expected is not None:
        return f"expected to fail: {expected.reason}" if expected.reason else "expected to fail"
    return _unittest_skip_reason(item)


def _unittest_skip_reason(item: Any) -> str | None:
    """What unittest's decorators leave on a method or its class."""
    for decorated in (getattr(item, "obj", None), getattr(item, "cls", None)):
        if getattr(decorated, "__unittest_skip__", False):
            return getattr(decorated, "__unittest_skip_why__", "") or "skipped"
        if getattr(decorated, "__unittest_expecting_failure__", False):
            return "expected to fail"
    return None


def _refuse_shadowed_tests(suite: Suite, path: str) -> None:
    """Two functions of one name in one scope: pytest would silently collect the second only."""

    def look(body: list[ast.stmt]) -> None:
        names: dict[str, int] = {}
        for node in body:
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                if node.name.lower().startswith("test"):
                    if node.name in names:
                        raise PackageError(
                            f"{node.name} is defined twice, first in line {names[node.name]}: "
                            "only the second would run; rename one", path, node.lineno,
                        )
                    names[node.name] = node.lineno
            if isinstance(node, ast.ClassDef):
                look(node.body)

    look(suite.tree(path).body)
