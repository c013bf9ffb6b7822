"""The command: `__main__.py check RULES REPORT`. The sources lie beside RULES, in `source/`."""
import json
import sys
from pathlib import Path

# The folder of this file would let its modules be imported as if they were the standard library's.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from pyjury_start import layers, mark  # noqa: E402
from pyjury_static.check import check  # noqa: E402

REPORT_BYTES = 4 << 20
# Rules descend trees; their depth is bounded by `source`.
RECURSION = 50_000


def main(arguments: list[str]) -> None:
    """Check and write the report."""
    if len(arguments) != 3 or arguments[0] != "check":
        sys.exit("usage: __main__.py check RULES REPORT")
    rules, report = Path(arguments[1]), Path(arguments[2])
    plan = json.loads(rules.read_text(encoding="utf-8"))
    sys.setrecursionlimit(RECURSION)
    mark()
    out = json.dumps(check(plan, rules.parent / "source", layers())).encode()
    if len(out) > REPORT_BYTES:
        sys.exit(f"the report has more than {REPORT_BYTES >> 20} MiB: {len(plan['rules'])} rules are too many")
    report.write_bytes(out)


main(sys.argv[1:])
