"""tests mode: a submitted suite against the reference and its mutants.

The suite must pass on the reference, several times, and fail on each mutant. It is hostile: it must not learn
what it runs against but by testing. So all runs look the same (nothing of the implementations is on disk, their code
can't be read, each compilation has other bytecode and other lines), their order is secret, and a kill counts only if it
happens twice. Coverage has a run of its own, of which nothing is told but the lines.
"""

import secrets
import zlib
from dataclasses import dataclass, field
from typing import Any

from .concealment import MODULES
from .implementation import Implementation, read_implementations, remove
from .importing import Module
from .judging import preloads
from .keeper import Keeper, Result, RunEnded
from .plan import Places, Plan
from .problem import PackageError
from .refusal import refused
from .report import clip
from .session import settings_for
from .start_mark import StartMark
from .submitted import read_submitted
from .suite import Suite

CONFIRMING = 3  # at most so many further reference runs beside the second runs of killed mutants
MOST_NAMES = 50


@dataclass
class Attempt:
    """One implementation, run once or more often."""

    implementation: Implementation
    is_reference: bool = False
    shuffle: int = 0
    """0 for the suite's own order, else the seed of another."""
    results: list[Result] = field(default_factory=list)

    @property
    def killed(self) -> bool:
        return all(not result.passed for result in self.results)


def judge_suite(keeper: Keeper, plan: Plan, places: Places, mark: StartMark) -> dict[str, Any]:
    try:
        reference, mutants = read_implementations(places.grader)
    except PackageError as error:
        return {"error": error.as_json()}
    hidden = remove(places.grader)
    sources = read_submitted(places.submission)
    implementation = Suite(places.submission, reference.sources)
    file = refused(places.submission, plan.submitted, implementation, suites=True)
    if file is not None:
        return {"refused": file}
    run = SuiteRun(keeper, plan, places)
    references = [
        Attempt(reference, is_reference=True, shuffle=secrets.randbits(30) + 1 if number % 2 else 0)
        for number in range(plan.reference_runs)
    ]
    attempts = [Attempt(mutant) for mutant in mutants]
    ended = seen = None
    try:
        cpu = keeper.prepare(settings_for(places.submission, [], sources, suites=True),
                             [name for name in preloads(implementation, sources) if name.partition(".")[0] not in MODULES],
                             [places.box, *plan.scratch])
        mark.set(cpu)
        run.all([*references, *attempts])
        if all(run.outcome(attempt) == "passed" for attempt in references):
            killed = [attempt for attempt in attempts if attempt.killed]
            more = [Attempt(reference, is_reference=True) for _ in range(min(CONFIRMING, len(killed)))]
            run.all([*more, *killed])
            references += more
        if plan.coverage and any(attempt.results for attempt in references):
            seen = run.coverage(reference)
    except RunEnded as error:
        ended = str(error)
    return {**document(run, reference, references, attempts, ended, seen), "guards": {"hidden": hidden}}


class SuiteRun:
    def __init__(self, keeper: Keeper, plan: Plan, places: Places):
        self.keeper, self.plan, self.places = keeper, plan, places

    def all(self, attempts: list[Attempt]) -> None:
        """One run of each, in an order that the suite can't know; no more once the reference has failed."""
        for attempt in secrets.SystemRandom().sample(attempts, len(attempts)):
            attempt.results.append(self.attempt(attempt))
            if attempt.is_reference and self.outcome(attempt) != "passed":
                return

    def attempt(self, attempt: Attempt) -> Result:
        return self.once(attempt.implementation.modules(self.places.submission), attempt.shuffle)

    def coverage(self, reference: Implementation) -> Result:
        """A run in which the reference's code is neither hidden nor disguised, and of which no outcome counts."""
        return self.once(reference.modules(self.places.submission, disguised=False), coverage=True)

    def once(self, modules: list[Module], shuffle: int = 0, coverage: bool = False) -> Result:
        payload = {
            "kind": "suite",
            "modules": modules,
            "path": self.places.submission,
            "root": self.places.submission,
            "submission": self.places.submission,
            "implementation": sorted({path for _, path, _, _ in modules}),
            "shuffle": shuffle,
            "seed": zlib.crc32(b"suite"),
            "coverage": coverage,
        }
        return self.keeper.attempt(payload, self.plan.limits)

    def outcome(self, attempt: Attempt) -> str:
        """What became of a run against the reference; only `passed` is good."""
        if not attempt.results:
            return "missing"
        result = attempt.results[0]
        if result.passed and len(tests_of(result)) < max(1, self.plan.minimum_tests):
            return "few"
        if result.passed and result.cpu > self.plan.limits.cpu / 2:
            return "slow"
        return result.outcome


def document(run: SuiteRun, reference: Implementation, references: list[Attempt], attempts: list[Attempt],
             ended: str | None, seen: Result | None) -> dict[str, Any]:
    passed = ended is None and all(run.outcome(attempt) == "passed" for attempt in references)
    first = next((attempt.results[0] for attempt in references if attempt.results), None)
    found: dict[str, Any] = {
        "collected": len(tests_of(first)) if first else 0,
        "passed": passed,
        "reference": [_reference(run, number, attempt) for number, attempt in enumerate(references, 1)],
        "mutants": [_mutant(attempt, passed) for attempt in attempts],
    }
    found["killed"] = sum(entry["outcome"] in ("killed", "timeout", "error") for entry in found["mutants"])
    if seen is not None:
        found["coverage"] = coverage(reference, run.places.submission, seen)
    if ended is not None:
        found["ended"] = ended
    return found


def _reference(run: SuiteRun, number: int, attempt: Attempt) -> dict[str, Any]:
    entry: dict[str, Any] = {"run": number, "shuffled": bool(attempt.shuffle), "outcome": run.outcome(attempt)}
    if attempt.results:
        result = attempt.results[0]
        entry |= {"seconds": round(result.cpu, 4), "message": clip(result.claim.message, 2000), "failed": failures(result)}
        if result.claim.frames:
            entry["traceback"] = [frame.as_json() for frame in result.claim.frames]
        if result.output and not result.passed:
            entry["output"] = clip(result.output, 2000)
    return entry


def _mutant(attempt: Attempt, reference_passed: bool) -> dict[str, Any]:
    name = attempt.implementation.name
    if not reference_passed or not attempt.results:
        return {"name": name, "outcome": "not_run", "by": []}
    result = attempt.results[-1]
    if not attempt.killed:
        outcome = "survived"
    elif result.outcome == "timeout":
        outcome = "timeout"
    else:
        outcome = "killed" if result.outcome == "failed" else "error"
    return {"name": name, "outcome": outcome, "by": failures(result), "seconds": round(result.cpu, 4)}


def tests_of(result: Result) -> list[str]:
    """The tests that a run says it passed."""
    return _names(result, "passed")


def failures(result: Result) -> list[str]:
    return _names(result, "failed")[:MOST_NAMES]


def _names(result: Result, key: str) -> list[str]:
    found = result.claim.details.get(key, [])
    return [name[:300] for name in found if isinstance(name, str)] if isinstance(found, list) else []


def coverage(reference: Implementation, folder: str, result: Result) -> float:
    """The share of the reference's lines in functions that the suite says it ran."""
    lines = reference.lines(folder)
    seen = result.claim.details.get("lines")
    total = sum(map(len, lines.values()))
    if not isinstance(seen, dict) or not total:
        return 0.0
    ran = 0
    for path, possible in lines.items():
        claimed = seen.get(path, [])
        ran += len(possible & {n for n in claimed if isinstance(n, int)}) if isinstance(claimed, list) else 0
    return round(ran / total, 4)
