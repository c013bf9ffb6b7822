"""An attempt: what a fork of the zygote does with one test.

Everything here runs in the submission's process. What it needs to report is taken into closures before the
submission is imported, which makes forging work, not impossible: see `sentinel` for what makes it useless.
"""

import json
import linecache
import marshal
import os
import random
import sys
import traceback
from typing import Any, Callable

import pytest

from . import process
from .claim import MOST_FRAMES
from .concealment import code_of, conceal
from .importing import MemoryImporter, install_first
from .session import collect
from .tracing import watch_lines


class Gatherer:
    """A plugin that keeps what pytest reports of one test, and limits collection to it."""

    def __init__(self) -> None:
        self.payload: dict[str, Any] = {}
        self.reports: list[Any] = []
        self.errors: list[tuple[BaseException, str]] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_ignore_collect(self, collection_path: Any) -> bool | None:
        if self.payload["kind"] == "suite":
            return None
        path = str(collection_path)
        wanted = self.payload["path"]
        return None if path == wanted or wanted.startswith(path + os.sep) else True

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makeitem(self, collector: Any, name: str, obj: object) -> list | None:
        return None if self.payload["kind"] == "suite" or name in self.payload["names"] else []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: Any, call: Any) -> Any:
        if call.excinfo is not None:
            self.errors.append((call.excinfo.value, call.when))
        return (yield)

    def pytest_runtest_logreport(self, report: Any) -> None:
        self.reports.append(report)

    @pytest.hookimpl(tryfirst=True)
    def pytest_exception_interact(self, node: Any, call: Any, report: Any) -> None:
        if isinstance(node, pytest.Collector) and call.excinfo is not None:
            self.errors.append((call.excinfo.value, "collect"))


def enter(link: int, output: int, cpu: float) -> dict[str, Any]:
    """Makes the fork a process of its own, and reads what it is to do."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(nothing)
    os.close(output)
    if process.set_dumpable(True):
        process.offer_to_oom_killer()
    process.limit_cpu(cpu)
    data = bytearray()
    while piece := os.read(link, 1 << 20):
        data += piece
    return marshal.loads(data)


def reporter(link: int, token: str) -> Callable[[dict[str, Any]], None]:
    """The one way out: writes the claim and ends the process, past everything that waits for its end."""
    write, leave, encode, own = os.write, os._exit, json.JSONEncoder().encode, os.getpid()
    getpid, memory = os.getpid, memoryview

    def report(claim: dict[str, Any]) -> None:
        if getpid() != own:
            leave(1)
        data = memory(encode({**claim, "token": token}).encode() + b"\n")
        while data:
            data = data[write(link, data) :]
        leave(0)

    return report


def attempt(session: pytest.Session, gatherer: Gatherer, link: int, output: int, cpu: float) -> None:
    """Runs the test of the payload that comes over `link`; doesn't return."""
    payload = enter(link, output, cpu)
    report = reporter(link, payload.pop("token"))
    claim = {"outcome": "error", "message": "the test did not end"}
    try:
        claim = (run_suite if payload["kind"] == "suite" else run_one)(session, gatherer, payload)
    except BaseException as error:
        claim = {"outcome": "error", **describe(error, payload)}
    finally:
        flush()
        report(claim)


def run_one(session: pytest.Session, gatherer: Gatherer, payload: dict[str, Any]) -> dict[str, Any]:
    prepare(payload)
    gatherer.payload = payload
    collect(session, payload["path"])
    if gatherer.errors:
        return {"outcome": "error", **describe(gatherer.errors[0][0], payload)}
    items = [item for item in session.items if place_of(item) == (payload["classes"], payload["function"])]
    if not payload["index"] < len(items):
        return {"outcome": "error", "message": "the test is not among those collected with this submission"}
    item = items[payload["index"]]
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    return verdict(gatherer, payload)


def run_suite(session: pytest.Session, gatherer: Gatherer, payload: dict[str, Any]) -> dict[str, Any]:
    """tests mode: everything that the submission's suite has, in its own order or another."""
    lines: dict[str, set[int]] = {}
    if payload["coverage"]:
        lines = watch_lines(set(payload["implementation"]))
        prepare(payload)
    else:
        prepare(payload, conceal(payload.pop("modules"), payload["submission"]))
    gatherer.payload = payload
    collect(session, payload["path"])
    if gatherer.errors:
        return {"outcome": "error", **describe(gatherer.errors[0][0], payload)}
    items = list(session.items)
    if payload["shuffle"]:
        random.Random(payload["shuffle"]).shuffle(items)
    for item, following in zip(items, [*items[1:], None]):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    failed = {report.nodeid: None for report in gatherer.reports if report.failed}
    passed = [r.nodeid for r in gatherer.reports if r.when == "call" and r.passed and r.nodeid not in failed]
    claim: dict[str, Any] = {"outcome": "failed" if failed else "passed"}
    if failed and gatherer.errors:
        claim |= describe(gatherer.errors[0][0], payload)
    claim["details"] = {
        "passed": list(dict.fromkeys(passed))[:1000],
        "failed": list(failed)[:100],
        "lines": {path: sorted(seen) for path, seen in lines.items()},
    }
    return claim


def place_of(item: pytest.Item) -> tuple[list[str], str]:
    """The classes and the function that an item is a case of."""
    classes = [node.name for node in item.listchain() if isinstance(node, pytest.Class)]
    return classes, getattr(item, "originalname", None) or item.name


def prepare(payload: dict[str, Any], importer: MemoryImporter | None = None) -> None:
    """The suite comes first on the way of an import, the submission last."""
    install_first(importer or MemoryImporter(payload.pop("modules")))
    sys.path.append(payload["submission"])
    os.chdir(payload["submission"])
    random.seed(payload["seed"])


def verdict(gatherer: Gatherer, payload: dict[str, Any]) -> dict[str, Any]:
    reports = gatherer.reports
    if any(report.failed for report in reports):
        error, phase = gatherer.errors[0] if gatherer.errors else (None, "call")
        failed = {"outcome": "failed" if phase == "call" else "error"}
        return {**failed, **(describe(error, payload) if error else {"message": "the test failed"})}
    if any(report.skipped or hasattr(report, "wasxfail") for report in reports):
        return {"outcome": "skipped", "message": "the test was skipped or expected to fail while it ran, which gives no points"}
    if not any(report.when == "call" and report.passed for report in reports):
        return {"outcome": "error", "message": "the test did not run"}
    return {"outcome": "passed"}


def describe(error: BaseException, payload: dict[str, Any]) -> dict[str, Any]:
    """What went wrong in the words of pytest, where in the suite, and through which lines of the submission."""
    cause = error.__cause__ if isinstance(error, pytest.Collector.CollectError) and error.__cause__ else error
    root, submission = payload["root"] + os.sep, payload["submission"] + os.sep
    file, line, frames = "", 0, []
    for frame, number in traceback.walk_tb(cause.__traceback__):
        code = code_of(frame, "f_code")
        path = code.co_filename
        if path in payload.get("implementation", ()):
            continue
        if path.startswith(root) and root != submission:
            file, line = path[len(root) :], number
        elif path.startswith(submission):
            source = linecache.getline(path, number).strip()
            frames.append([path[len(submission) :], number, code.co_name, source])
    if isinstance(cause, SyntaxError) and str(cause.filename).startswith(submission):
        frames.append([str(cause.filename)[len(submission) :], cause.lineno or 0, "", (cause.text or "").strip()])
    kind = type(cause)
    try:
        text = f"fixture {cause.argname!r} not found" if isinstance(cause, pytest.FixtureLookupError) else str(cause)
    except Exception:
        text = "(its text can't be had)"
    if kind is AssertionError:
        message = text or "AssertionError"
    else:
        name = kind.__qualname__ if kind.__module__ in ("builtins", "Failed") else f"{kind.__module__}.{kind.__qualname__}"
        message = f"{name}: {text}" if text else name
    return {
        "exception": kind.__qualname__[:200],
        "message": message[:8000],
        "file": file,
        "line": line,
        "frames": frames[-MOST_FRAMES:],
    }


def flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
