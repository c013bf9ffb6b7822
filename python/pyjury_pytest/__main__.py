"""The command line, as the worker calls it:

    collect [PLAN] COLLECTED      the suite's tests, without a submission
    calibrate PLAN REPORT         which sentinels the reference fails (the reference is the submission)
    run PLAN REPORT               judge a submission

PLAN is removed as it is read. Things lie beside REPORT: grader/ and submission/.
Layers of the runtime come from the environment variable PYJURY_LAYERS, after the standard library.
"""

import os
import sys

USAGE = 2


def main(arguments: list[str]) -> int:
    command, *paths = arguments or [""]
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    sys.path.extend(filter(None, os.environ.get("PYJURY_LAYERS", "").split(":")))
    from pyjury_pytest.start_mark import StartMark

    mark = StartMark()
    if command == "collect" and len(paths) in (1, 2):
        return _collect(mark, paths[-1], paths[0] if len(paths) == 2 else None)
    if command in ("run", "calibrate") and len(paths) == 2:
        return _run(mark, command, *paths)
    print(__doc__, file=sys.stderr)
    return USAGE


def _collect(mark: "StartMark", report: str, plan: str | None) -> int:
    from pyjury_pytest.collection import collect_tests
    from pyjury_pytest.plan import Places
    from pyjury_pytest.report import write_report

    mark.set()
    places = Places.of(report)
    write_report(report, collect_tests(plan, places.grader))
    return _leave()


def _run(mark: "StartMark", command: str, plan: str, report: str) -> int:
    from pyjury_pytest import process
    from pyjury_pytest.keeper import Keeper
    from pyjury_pytest.report import write_report
    from pyjury_pytest.running import run

    guards = {"dumpable": process.set_dumpable(False), "subreaper": process.become_subreaper()}
    keeper = Keeper(mark)
    document = run(keeper, command, plan, report, mark)
    keeper.close()
    write_report(report, {**document, "guards": {**guards, **document.get("guards", {})}})
    return _leave()


def _leave() -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
