"""Judges a public collection of Python exercises: each becomes a package, its tests untouched.

    python3 tools/collection wrap FOLDER OUT                        a package for each exercise in FOLDER
    python3 tools/collection check OUT [NAME...] --pyjury BINARY    pyjury verify on each, and the totals

A package has the exercise's tests as its grader, its exemplar as the accepted submission, and two that are rejected: the
stub that learners start from, and the exemplar with one mistake put in (mutants.py). `wrap` asks plain pytest which mistake
the tests find, and whether the stub isn't right already, so the interpreter that runs it needs pytest.
"""

import argparse
import sys
from pathlib import Path

from check import check
from layouts import LAYOUTS, CollectionError
from wrap import wrap


def main() -> int:
    layouts = "\n".join(f"  {layout.name}: {layout.looks_like}" for layout in LAYOUTS)
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="collection", description=__doc__, epilog=f"layouts of FOLDER:\n{layouts}", formatter_class=raw,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    wrapping = commands.add_parser("wrap", help="make packages of the exercises in a folder")
    wrapping.add_argument("folder", type=Path)
    wrapping.add_argument("out", type=Path)
    checking = commands.add_parser("check", help="judge them")
    checking.add_argument("out", type=Path)
    checking.add_argument("names", nargs="*", metavar="NAME", help="only these")
    checking.add_argument("--pyjury", type=Path, required=True, metavar="BINARY")
    given = parser.parse_args()
    try:
        if given.command == "wrap":
            return wrap(given.folder, given.out)
        return check(given.out, given.names, given.pyjury)
    except CollectionError as error:
        print(f"collection: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
