"""What is different between two CSV files, by key."""

import csv
import sys


class Wrong(Exception):
    pass


def read(path, key):
    try:
        with open(path, encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, restval="", strict=True)
            rows, names = list(reader), reader.fieldnames or []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Wrong(f"{path}: {error}") from error
    if key not in names:
        raise Wrong(f"{path}: no column {key}")
    table = {}
    for row in rows:
        if row[key] in table:
            raise Wrong(f"{path}: {row[key]} is there twice")
        table[row[key]] = row
    return names, table


def compare(old_names, old, new_names, new):
    yield from (f"- column {name}" for name in old_names if name not in new_names)
    yield from (f"+ column {name}" for name in new_names if name not in old_names)
    yield from (f"- {key}" for key in old.keys() - new.keys())
    yield from (f"+ {key}" for key in new.keys() - old.keys())
    shared = [name for name in old_names if name in new_names]
    for key in old.keys() & new.keys():
        for name in shared:
            if old[key][name] != new[key][name]:
                yield f"~ {key} {name}: {old[key][name]} -> {new[key][name]}"


def main(arguments):
    if len(arguments) != 3:
        print("usage: csvdiff.py KEY OLD NEW", file=sys.stderr)
        return 2
    key, old, new = arguments
    try:
        lines = list(compare(*read(old, key), *read(new, key)))
    except Wrong as error:
        print(error, file=sys.stderr)
        return 2
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
