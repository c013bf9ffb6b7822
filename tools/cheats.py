#!/usr/bin/env python3
"""Writes docs/cheats.md: which guards stop which cheats, of all folders tests/cheats/MODE/PROBLEM.

    cheats.py [--check]

With --check nothing is written; it fails if the table is stale. A cheat names its guard in a line `# guard: NAME` (`-` where
several hold it, or nothing has to) and what comes of it in `# expect: ...`. tests/cheats/MODE/guards.toml says in a line
what each guard is, and under [apart] why one isn't taken away alone. The tests of a mode judge each cheat once more without
the guard that it names; `# expect: nothing` is for those that get points only by chance.
"""

import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHEATS = ROOT / "tests" / "cheats"
TABLE = ROOT / "docs" / "cheats.md"
NO_GUARD = "-"


def header(cheat: Path) -> dict[str, str]:
    """The lines `# KEY: VALUE` of a cheat that is a file, or of the file in its folder that has them."""
    for file in sorted(cheat.glob("*.py")) if cheat.is_dir() else [cheat]:
        found = dict(re.findall(r"^# (guard|expect): (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE))
        if len(found) == 2:
            return found
    raise SystemExit(f"{cheat.relative_to(ROOT)}: it needs the lines `# guard: ...` and `# expect: ...`")


def section(mode: Path) -> tuple[list[str], int]:
    """The table of one mode, and how many cheats there are."""
    said = tomllib.loads((mode / "guards.toml").read_text(encoding="utf-8"))
    guards, apart = said["guards"], said.get("apart", {})
    held, shown = defaultdict(list), defaultdict(list)
    for cheat in sorted(mode.glob("*/cheats/*")):
        if cheat.name == "__pycache__":
            continue
        told = header(cheat)
        held[told["guard"]].append(cheat.stem)
        if told["guard"] not in apart and told["expect"] != "nothing":
            shown[told["guard"]].append(cheat.stem)
    unknown, idle = set(held) - set(guards) - {NO_GUARD}, set(guards) - set(held)
    if unknown or idle:
        raise SystemExit(f"{mode.relative_to(ROOT)}/guards.toml: not told {sorted(unknown)}, without a cheat {sorted(idle)}")
    count = sum(map(len, held.values()))
    lines = ["", f"## {mode.name}", "", f"{count} cheats.", "", "| guard | what it is | cheats | get points without it |"]
    lines.append("|---|---|---|---|")
    for guard, text in guards.items():
        without = apart.get(guard) or ("all" if shown[guard] == held[guard] else ", ".join(shown[guard]))
        lines.append(f"| {guard} | {text} | {', '.join(held[guard])} | {without} |")
    if held[NO_GUARD]:
        several = "held by several guards, or by how the whole is made"
        lines.append(f"| {NO_GUARD} | {several} | {', '.join(held[NO_GUARD])} | |")
    return lines, count


def table() -> str:
    sections, total = [], 0
    for mode in sorted(path.parent for path in CHEATS.glob("*/guards.toml")):
        lines, count = section(mode)
        sections += lines
        total += count
    head = [
        "# Guards and cheats",
        "",
        f"Made of [tests/cheats](../tests/cheats) by `tools/cheats.py`: {total} submissions that try to get points without a",
        "solution. Each is judged by the tests of its mode and gets nothing; each that stands in the last column is judged",
        "once more by a harness without that guard, and gets points. Attacks on the sandbox itself are in",
        "[guards.md](guards.md).",
    ]
    return "\n".join([*head, *sections]) + "\n"


def main(arguments: list[str]) -> None:
    if arguments not in ([], ["--check"]):
        raise SystemExit(__doc__)
    text = table()
    if not arguments:
        TABLE.write_text(text, encoding="utf-8")
    elif not TABLE.exists() or TABLE.read_text(encoding="utf-8") != text:
        raise SystemExit("docs/cheats.md is stale: run tools/cheats.py")


if __name__ == "__main__":
    main(sys.argv[1:])
