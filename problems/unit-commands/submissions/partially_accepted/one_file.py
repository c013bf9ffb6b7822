# Takes the environment over the option, and any factor.
"""Converts units; some are built in, others are defined in a file."""

import argparse
import json
import math
import os
import sys

UNITS = {
    "m": ("length", 1.0), "km": ("length", 1000.0), "cm": ("length", 0.01), "ft": ("length", 0.3048),
    "kg": ("mass", 1.0), "g": ("mass", 0.001), "lb": ("mass", 0.45359237),
}


class Trouble(Exception):
    pass


def load(path):
    try:
        with open(path, encoding="utf-8") as file:
            return {name: (kind, factor) for name, (kind, factor) in json.load(file).items()}
    except FileNotFoundError:
        return {}


def look_up(units, name):
    if name not in units:
        raise Trouble(f"no unit {name}")
    return units[name]


def convert(options, own):
    units = UNITS | own
    (kind, factor), (other_kind, other_factor) = look_up(units, options.old), look_up(units, options.new)
    if kind != other_kind:
        raise Trouble(f"{options.old} is {kind}, {options.new} is {other_kind}")
    print(f"{options.value * factor / other_factor:.{options.digits}f} {options.new}")


def show(options, own):
    for name, (kind, factor) in sorted((UNITS | own).items()):
        if options.kind in (None, kind):
            print(f"{name} {kind} {factor:g}")


def define(options, own):
    if options.name in UNITS or options.name in own and not options.force:
        raise Trouble(f"{options.name} is defined already")
    kind, factor = look_up(UNITS | own, options.unit)
    own[options.name] = (kind, options.factor * factor)
    with open(options.file, "w", encoding="utf-8") as file:
        json.dump(own, file)


def digits(text):
    number = int(text)
    if not 0 <= number <= 12:
        raise ValueError
    return number


def positive(text):
    number = float(text)
    if number <= 0:
        raise ValueError
    return number


def parser():
    options = argparse.ArgumentParser(prog="units.py", description=__doc__, allow_abbrev=False)
    options.add_argument("--version", action="version", version="units 1.0")
    options.add_argument("--file", default=os.environ.get("UNITS_FILE", "units.json"), help="where own units are defined")
    commands = options.add_subparsers(metavar="COMMAND", required=True)

    command = commands.add_parser("convert", help="convert a value", allow_abbrev=False)
    command.add_argument("value", type=float)
    command.add_argument("old", metavar="FROM")
    command.add_argument("new", metavar="TO")
    command.add_argument("-d", "--digits", type=digits, default=2, help="behind the point, 0 to 12")
    command.set_defaults(run=convert)

    command = commands.add_parser("list", help="show all units", allow_abbrev=False)
    command.add_argument("--kind", choices=["length", "mass"])
    command.set_defaults(run=show)

    command = commands.add_parser("define", help="define a unit by another one", allow_abbrev=False)
    command.add_argument("name")
    command.add_argument("factor", type=positive)
    command.add_argument("unit")
    command.add_argument("--force", action="store_true", help="even if it is defined already")
    command.set_defaults(run=define)
    return options


def main():
    options = parser().parse_args()
    try:
        options.file = os.environ.get("UNITS_FILE", options.file)
        options.run(options, load(options.file))
    except Trouble as trouble:
        sys.exit(f"units: {trouble}")


if __name__ == "__main__":
    main()
