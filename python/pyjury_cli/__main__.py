"""The command: `__main__.py CASE SEEN REPORT`. The package's grader/ lies beside CASE."""

import os
import sys

# The folder of this file would let its modules be imported as if they were the standard library's.
sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

from pyjury_cli.judging import judge  # noqa: E402
from pyjury_cli.report import write  # noqa: E402
from pyjury_start import layers, mark  # noqa: E402


def main(arguments: list[str]) -> None:
    if len(arguments) != 3:
        sys.exit("usage: __main__.py CASE SEEN REPORT")
    sys.path += layers()
    case, seen, report = arguments
    mark()
    write(report, judge(case, seen))


main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.flush()
os._exit(0)
