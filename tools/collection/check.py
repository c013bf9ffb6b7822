"""pyjury's judgement of wrapped exercises, and the totals."""

import json
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from layouts import CollectionError

SUBMISSIONS = ("exemplar", "stub", "broken")
REJECTED = {"WA", "RTE", "TLE", "MLE", "OLE", "CE"}
"""What an honest program that isn't right may get: not SV, which says that it cheats, nor JE, which says nothing."""


@dataclass(frozen=True)
class Checked:
    name: str
    tests: int
    verdicts: dict[str, str]
    """By submission, of those that were judged."""
    right: set[str]
    """Submissions that the package says are right."""
    seconds: float
    problems: list[str]

    def is_as_expected(self, submission: str) -> bool:
        verdict = self.verdicts.get(submission)
        return verdict == "AC" if submission in self.right else verdict in REJECTED


def check(out: Path, names: list[str], pyjury: Path) -> int:
    packages = [out / name for name in names] or sorted(path.parent for path in out.glob("*/pyjury.yaml"))
    for package in packages or [out / "*"]:
        if not (package / "pyjury.yaml").is_file():
            raise CollectionError(f"{package} is no package: make them with `wrap FOLDER {out}`")
    checked = []
    for package in packages:
        one = check_package(package, pyjury)
        checked.append(one)
        verdicts = " ".join(f"{one.verdicts.get(submission, '-'):>3}" for submission in SUBMISSIONS)
        print(f"{one.name:<32} {one.tests:>4} tests  {verdicts}  {one.seconds:6.1f} s", flush=True)
        for problem in one.problems:
            print(f"    {problem}", flush=True)
    return print_totals(checked)


def check_package(package: Path, pyjury: Path) -> Checked:
    right = {path.name for path in package.glob("submissions/accepted/*")}
    started = time.monotonic()
    done = subprocess.run([pyjury, "verify", "--json", package], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    seconds = time.monotonic() - started
    try:
        (report,) = json.loads(done.stdout)
    except ValueError:
        said = done.stderr.strip() or f"pyjury ended with {done.returncode} and no report"
        return Checked(package.name, 0, {}, right, seconds, said.splitlines())
    judged = {
        Path(entry["path"]).name: entry["judgement"] for entry in report.get("submissions", []) if entry.get("judgement")
    }
    one = Checked(
        package.name, max((len(judgement["cases"]) for judgement in judged.values()), default=0),
        {submission: judgement["verdict"] for submission, judgement in judged.items()},
        right, seconds, done.stderr.strip().splitlines(),
    )
    for submission in SUBMISSIONS:
        if not one.is_as_expected(submission):
            one.problems.append(f"{submission} got {one.verdicts.get(submission, 'no judgement')}")
            one.problems.extend(_reasons(judged.get(submission)))
    return one


def _reasons(judgement: dict | None) -> list[str]:
    cases = judgement["cases"] if judgement else []
    return [
        f"  {case['name']}: {case['verdict']} {case['reason']} {case['feedback']['jury'][:300]}"
        for case in cases if case["verdict"] != "AC"
    ][:5]


def print_totals(checked: list[Checked]) -> int:
    print(f"\n{len(checked)} exercises, {sum(one.tests for one in checked)} tests")
    unexpected = 0
    for submission in SUBMISSIONS:
        for what, group in (
            ("AC", [one for one in checked if submission in one.right]),
            ("not AC", [one for one in checked if submission not in one.right]),
        ):
            if group:
                good = sum(one.is_as_expected(submission) for one in group)
                unexpected += len(group) - good
                counts = Counter(one.verdicts.get(submission, "none") for one in group)
                told = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
                print(f"  {submission}: {good} of {len(group)} {what} ({told})")
    seconds = sorted(one.seconds for one in checked)
    slowest = max(checked, key=lambda one: one.seconds)
    median = seconds[len(seconds) // 2]
    print(f"  {sum(seconds):.0f} s, median {median:.1f} s, longest {slowest.seconds:.1f} s ({slowest.name})")
    return 1 if unexpected else 0
