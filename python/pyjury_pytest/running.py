"""One run of the keeper: read the plan, prepare the zygote, judge."""

import os
from typing import Any

from . import judging
from .keeper import Keeper, RunEnded
from .plan import Places, Plan
from .problem import PackageError
from .refusal import refused
from .sentinel import contradictions
from .session import settings_of
from .start_mark import StartMark
from .suite import Suite


def run(keeper: Keeper, command: str, plan_path: str, report: str, mark: StartMark) -> dict[str, Any]:
    """The report's document. `mark` is set just before the first attempt."""
    places = Places.of(report)
    plan = Plan.read(plan_path)
    os.unlink(plan_path)
    if plan.kind == "tests":
        from .suites import judge_suite

        return judge_suite(keeper, plan, places, mark)
    suite = Suite.read(places.grader)
    settings = settings_of(suite)
    hidden = suite.hide()
    file = refused(places.submission, plan.submitted, suite)
    if file is not None:
        return {"tests": [], "refused": file}
    try:
        folders = [places.box, *plan.scratch]
        cpu = keeper.prepare(settings, judging.preloads(suite, submitted_sources(places.submission)), folders)
        mark.set(cpu)
        if command == "calibrate":
            names = {test.id: contradictions(suite, test) for test in plan.tests}
            document = judging.calibrate(keeper, plan, suite, places, names)
        else:
            document = judging.judge(keeper, plan, suite, places)
    except PackageError as error:
        return {"tests": [], "error": error.as_json()}
    except RunEnded as error:
        return {"tests": [], "ended": str(error)}
    return {**document, "guards": {"hidden": hidden}}


def submitted_sources(folder: str) -> list[bytes]:
    sources = []
    for parent, _, files in os.walk(folder):
        for name in files:
            path = os.path.join(parent, name)
            if name.endswith(".py") and os.path.isfile(path) and not os.path.islink(path):
                with open(path, "rb") as file:
                    sources.append(file.read(1 << 20))
    return sources
