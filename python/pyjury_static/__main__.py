"""The command: `__main__.py check RULES REPORT`. The sources lie beside RULES, in `source/`."""
import json
import os
import sys
from pathlib import Path

# The folder of this file would let its modules be imported as if they were the standard library's.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from pyjury_start import layers, mark  # noqa: E402
from pyjury_static.check import check, failed  # noqa: E402

REPORT_BYTES = 4 << 20
# Rules descend trees; their depth is bounded by `source`.
RECURSION = 50_000


def main(arguments: list[str]) -> None:
    """Check and write the report."""
    if len(arguments) != 3 or arguments[0] != "check":
        sys.exit("usage: __main__.py check RULES REPORT")
    rules, report = Path(arguments[1]), Path(arguments[2])
    plan = json.loads(rules.read_text(encoding="utf-8"))
    mark()
    # A source for which the interpreter itself crashes must not leave the judge without a report.
    child = os.fork()
    if not child:
        sys.setrecursionlimit(RECURSION)
        write(check(plan, rules.parent / "source", layers()), plan, report)
        return
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status < 0:
        write(failed(plan, f"the source can't be looked at: signal {-status} ended what looks at it"), plan, report)
    elif status > 0:
        sys.exit(status)


def write(found: dict, plan: dict, report: Path) -> None:
    out = json.dumps(found).encode()
    if len(out) > REPORT_BYTES:
        sys.exit(f"the report has more than {REPORT_BYTES >> 20} MiB: {len(plan['rules'])} rules are too many")
    report.write_bytes(out)


main(sys.argv[1:])
