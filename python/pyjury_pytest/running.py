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
from .submitted import read_submitted
from .suite import Suite
from .suites import judge_suite


def run(keeper: Keeper, command: str, plan_path: str, report: str, mark: StartMark) -> dict[str, Any]:
    """The report's document. `mark` is set just before the first attempt."""
    places = Places.of(report)
    try:
        plan = Plan.read(plan_path)
    except PackageError as error:
        return {"tests": [], "error": error.as_json()}
    os.unlink(plan_path)
    if plan.kind == "tests":
        return judge_suite(keeper, plan, places, mark)
    suite = Suite.read(places.grader)
    settings = settings_of(suite)
    hidden = suite.hide()
    file = refused(places.submission, plan.submitted, suite)
    if file is not None:
        return {"tests": [], "refused": file}
    try:
        folders = [places.box, *plan.scratch]
        cpu = keeper.prepare(settings, judging.preloads(suite, read_submitted(places.submission)), folders)
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
