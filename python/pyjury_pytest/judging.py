"""pytest mode: tests and their sentinels, in rounds, and what is believed."""

import re
import secrets
import sys
import zlib
from dataclasses import dataclass, field
from typing import Any, Iterator

from .importing import Module
from .keeper import Keeper, Result, RunEnded
from .plan import Places, Plan, Test
from .report import clip
from .sentinel import edit_for, proves
from .suite import Suite

ROUNDS_OF_SUSPICION = 3  # further rounds for every test, once anything was odd
SAMPLE = 4  # tests that are judged again in any case: whoever forges now and then is odd here


@dataclass
class Record:
    """All that was seen of one test."""

    test: Test
    sentinels: list[str]
    results: list[Result] = field(default_factory=list)
    passed: dict[str, int] = field(default_factory=dict)
    """How often the test and this contradiction passed in one round."""
    tried: bool = False

    @property
    def suspicious(self) -> bool:
        return bool(self.passed)

    @property
    def odd(self) -> bool:
        """It passed a contradiction, or passed once and not again."""
        return self.suspicious or len({result.passed for result in self.results}) > 1

    @property
    def tampered(self) -> bool:
        return any(proves(name) and count >= 2 for name, count in self.passed.items())

    @property
    def believed(self) -> bool:
        return all(result.passed for result in self.results) and not self.suspicious


def judge(keeper: Keeper, plan: Plan, suite: Suite, places: Places) -> dict[str, Any]:
    """Every test beside a sentinel once, a few again, and all several times more if anything is odd."""
    run = Run(keeper, plan, suite, places)
    records = [Record(test, plan.sentinels.get(test.id, [])) for test in plan.tests]
    ended = None
    try:
        for record in records:
            run.round(record)
        passed = [record for record in records if record.believed]
        for record in secrets.SystemRandom().sample(passed, min(SAMPLE, len(passed))):
            run.round(record)
        if any(record.odd for record in records):
            for _ in range(ROUNDS_OF_SUSPICION):
                for record in records:
                    if record.results[-1].passed:
                        run.round(record)
    except RunEnded as error:
        ended = str(error)
    document: dict[str, Any] = {
        "tests": [entry(record, suite, ended) for record in records],
        "tampering": [record.test.id for record in records if record.tampered and ended is None],
    }
    if ended is not None:
        document["ended"] = ended
    return document


def calibrate(keeper: Keeper, plan: Plan, suite: Suite, places: Places, names: dict[str, list[str]]) -> dict[str, Any]:
    """With the reference as the submission: which contradictions it fails, so that they can be used.

    One of a changed value and one that proves, for each test that passes.
    """
    run = Run(keeper, plan, suite, places)
    tests, kept = [], {}
    for test in plan.tests:
        result = run.attempt(test, None)
        record = Record(test, [], [result])
        tests.append(entry(record, suite, None))
        kept[test.id] = []
        for proof in (False, True):
            for name in [n for n in names.get(test.id, ()) if proves(n) == proof]:
                if result.passed and run.attempt(test, name).outcome in ("failed", "error"):
                    kept[test.id].append(name)
                    break
    return {"tests": tests, "sentinels": kept, "without": [id for id, found in kept.items() if not found]}


class Run:
    def __init__(self, keeper: Keeper, plan: Plan, suite: Suite, places: Places):
        self.keeper, self.plan, self.suite, self.places = keeper, plan, suite, places
        self.functions: dict[str, frozenset[str]] = {}
        for test in plan.tests:
            self.functions[test.file] = self.functions.get(test.file, frozenset()) | {test.function}

    def round(self, record: Record) -> None:
        """The test and a contradiction of it, in an order that the submission can't know.

        The first contradiction is tried beside the test; those that prove, only if it was passed. What is known
        to have failed needs none.
        """
        first = record.sentinels[:1]
        attempts: list[str | None] = [None, *first]
        if secrets.randbelow(2):
            attempts.reverse()
        results: dict[str | None, Result] = {}
        for name in attempts:
            results[name] = self.attempt(record.test, name)
            if name is None:
                record.results.append(results[None])
                if not results[None].passed:
                    return
        for name in first:
            record.tried = True
            if results[name].passed:
                record.passed[name] = record.passed.get(name, 0) + 1
                for other in record.sentinels[1:]:
                    if self.attempt(record.test, other).passed:
                        record.passed[other] = record.passed.get(other, 0) + 1

    def attempt(self, test: Test, contradiction: str | None) -> Result:
        return self.keeper.attempt(self.payload(test, contradiction), self.plan.limits)

    def payload(self, test: Test, contradiction: str | None) -> dict[str, Any]:
        edit = edit_for(test, contradiction) if contradiction else None
        others = self.functions[test.file] - {test.function}
        return {
            "kind": "test",
            "modules": self.suite.modules(test, others, edit),
            "path": self.suite.full_path(test.file),
            "root": self.suite.folder,
            "submission": self.places.submission,
            "classes": list(test.classes),
            "function": test.function,
            "names": [*test.classes, test.function],
            "index": test.index,
            "seed": zlib.crc32(test.id.encode()),
        }


def entry(record: Record, suite: Suite, ended: str | None) -> dict[str, Any]:
    """The report's line about one test."""
    if ended is not None or not record.results:
        return {"id": record.test.id, "outcome": "missing", "message": ended or "the test was not run", "seconds": 0.0,
                "sentinel": "none"}
    result = next((r for r in record.results if not r.passed), record.results[0])
    outcome, claim = result.outcome, result.claim
    message = claim.message
    if outcome == "passed" and not record.believed:
        outcome = "failed"
        message = ("the submission passes this test and its contradiction as well, "
                   "so it says yes to whatever is expected")
    document: dict[str, Any] = {
        "id": record.test.id,
        "outcome": outcome,
        "seconds": round(result.cpu, 4),
        "wall_seconds": round(result.wall, 4),
        "message": clip(message, 8000),
        "exit": {"code": result.exit} if result.exit >= 0 else {"signal": -result.exit},
        "sentinel": "passed" if record.suspicious else "failed" if record.tried else "none",
    }
    if claim.exception:
        document["exception"] = claim.exception
    if claim.line:
        document["where"] = {"file": claim.file, "line": claim.line, "source": suite.source_line(claim.file, claim.line)}
    if claim.frames:
        document["traceback"] = [frame.as_json() for frame in claim.frames]
    if result.output:
        document["output"] = result.output
    return document


def preloads(suite: Suite, submission: list[bytes]) -> list[str]:
    """Modules of the standard library and of layers that the suite or the submission import, by their words."""
    from importlib.util import find_spec

    pattern = re.compile(rb"^[ \t]*(?:import|from)[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)
    names: dict[str, None] = {}
    own = set(suite.by_name)
    for source in (*(s.data for s in suite.sources.values()), *submission):
        for found in pattern.findall(source):
            names.setdefault(found.decode())
    return [name for name in names if name.partition(".")[0] not in own and _is_trusted(name, find_spec)]


LEFT_OUT = {"antigravity", "this", "idlelib", "turtle", "tkinter", "turtledemo", "test", "lib2to3", "__main__", "__future__"}


def _is_trusted(name: str, find_spec: Any) -> bool:
    top = name.partition(".")[0]
    if top in LEFT_OUT:
        return False
    if top in sys.stdlib_module_names:
        return True
    try:
        return find_spec(top) is not None
    except (ImportError, ValueError):
        return False
