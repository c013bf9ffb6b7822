"""The trusted side: __main__.py run CASE.json REPORT.json, or __main__.py collect COLLECTED.json"""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[0] = os.path.dirname(HERE)
sys.setrecursionlimit(6000)

from pyjury import connection, jsonfile, report, runner  # noqa: E402
from pyjury_start import layers, mark  # noqa: E402


def main(arguments: list[str]) -> None:
    sys.path += layers()
    if arguments[0] == "collect":
        mark()
        report.write(arguments[1], runner.collect())
        return
    wire = connection.take_wire()
    description = jsonfile.read(arguments[1])
    mark()
    report.write(arguments[2], runner.run(description, wire))


main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.flush()
os._exit(0)
