"""Puts the files of a folder where rules say, and back again."""

import argparse
import fnmatch
import json
import sys
from pathlib import Path, PurePosixPath

LOG = ".organise.json"


def read_rules(path):
    rules = [(rule["match"].lower(), PurePosixPath(rule["to"])) for rule in json.loads(Path(path).read_text("utf-8"))]
    for _, to in rules:
        if to.is_absolute() or ".." in to.parts or to == PurePosixPath():
            raise ValueError(f"not a folder within: {to}")
    return rules


def free(path, taken):
    number, candidate = 2, path
    while candidate in taken or candidate.exists():
        candidate = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return candidate


def plan(folder, rules):
    moves = {}
    for file in sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")):
        to = next((to for pattern, to in rules if fnmatch.fnmatchcase(file.name.lower(), pattern)), None)
        if to is not None:
            moves[free(folder / to / file.name, moves)] = file
    return [(file.relative_to(folder), target.relative_to(folder)) for target, file in moves.items()]


def read_log(folder):
    log = folder / LOG
    return json.loads(log.read_text("utf-8")) if log.exists() else []


def write_log(folder, runs):
    (folder / LOG).write_text(json.dumps(runs, indent=1), "utf-8")


def organise(folder, rules, dry_run):
    moves = plan(folder, rules)
    for old, new in moves:
        print(f"{old} -> {new}")
        if not dry_run:
            (folder / new).parent.mkdir(parents=True, exist_ok=True)
            (folder / old).rename(folder / new)
    if moves and not dry_run:
        write_log(folder, [*read_log(folder), [[str(old), str(new)] for old, new in moves]])
    return 0


def undo(folder):
    runs = read_log(folder)
    if not runs:
        print("nothing to undo", file=sys.stderr)
        return 1
    code = 0
    for old, new in reversed(runs.pop()):
        if not (folder / new).is_file() or (folder / old).exists():
            print(f"can't undo: {old} -> {new}", file=sys.stderr)
            code = 1
            continue
        (folder / new).rename(folder / old)
        print(f"{new} -> {old}")
        for parent in (folder / new).relative_to(folder).parents:
            if parent == Path() or any((folder / parent).iterdir()):
                break
            (folder / parent).rmdir()
    write_log(folder, runs)
    return code


def log(folder):
    for number, run in enumerate(read_log(folder), 1):
        for old, new in run:
            print(f"{number}: {old} -> {new}")
    return 0


def main():
    parser = argparse.ArgumentParser(prog="organise.py")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("run", "undo", "log"):
        command = commands.add_parser(name)
        command.add_argument("folder", type=Path)
        if name == "run":
            command.add_argument("rules")
            command.add_argument("--dry-run", action="store_true")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"no such folder: {options.folder}")
    if options.command == "run":
        try:
            rules = read_rules(options.rules)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            parser.error(f"wrong rules: {error}")
        return organise(options.folder, rules, options.dry_run)
    return undo(options.folder) if options.command == "undo" else log(options.folder)


if __name__ == "__main__":
    sys.exit(main())
