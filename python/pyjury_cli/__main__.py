"""The command: `__main__.py CASE SEEN REPORT`. The package's grader/ lies beside CASE."""

import os
import sys
import time

# The folder of this file would let its modules be imported as if they were the standard library's.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from pyjury_cli.judging import judge  # noqa: E402
from pyjury_cli.report import write  # noqa: E402


def main(arguments: list[str]) -> None:
    if len(arguments) != 3:
        sys.exit("usage: __main__.py CASE SEEN REPORT")
    sys.path += [folder for folder in os.environ.get("PYJURY_LAYERS", "").split(":") if folder]
    case, seen, report = arguments
    started()
    write(report, judge(case, seen))


def started() -> None:
    """The grader's own time counts from here: descriptor 3 is told, where somebody listens."""
    try:
        os.write(3, b"%d %d" % (time.process_time_ns(), time.monotonic_ns()))
        os.close(3)
    except OSError:
        pass


main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.flush()
os._exit(0)
