# Numbers are what int() and float() take.
"""Turns a CSV file into JSON."""

import csv
import json
import re
import sys

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def value(cell):
    if cell == "":
        return None
    if cell in ("true", "false"):
        return cell == "true"
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            pass
    return cell


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file, strict=True)
        names = next(rows, None)
        if names is None:
            raise ValueError("no header")
        if len(set(names)) != len(names):
            raise ValueError("a name is there twice")
        objects = []
        for row in rows:
            if not row:
                continue
            if len(row) > len(names):
                raise ValueError(f"line {rows.line_num}: {len(row)} cells, expected {len(names)}")
            row += [""] * (len(names) - len(row))
            objects.append(dict(zip(names, map(value, row))))
        return objects


def main(arguments):
    if len(arguments) != 2:
        print("usage: csv2json.py INPUT OUTPUT", file=sys.stderr)
        return 2
    source, target = arguments
    try:
        objects = read(source)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
        print(f"{source}: {error}", file=sys.stderr)
        return 1
    with open(target, "w", encoding="utf-8") as file:
        json.dump(objects, file, ensure_ascii=False)
    print(f"{len(objects)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
