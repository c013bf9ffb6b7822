# Takes the arguments apart by hand: no options in other places, no help for commands.
import json
import os
import sys

UNITS = {"m": ["length", 1], "km": ["length", 1000], "cm": ["length", 0.01], "ft": ["length", 0.3048],
         "kg": ["mass", 1], "g": ["mass", 0.001], "lb": ["mass", 0.45359237]}
arguments = sys.argv[1:]
file = os.environ.get("UNITS_FILE", "units.json")
if arguments[:1] == ["--file"]:
    file, arguments = arguments[1], arguments[2:]
own = json.load(open(file)) if os.path.exists(file) else {}
units = UNITS | own
match arguments:
    case ["--version"]:
        print("units 1.0")
    case ["convert", value, old, new, *rest]:
        for name in (old, new):
            if name not in units:
                sys.exit(f"units: no unit {name}")
        digits = int(rest[1]) if rest else 2
        if units[old][0] != units[new][0]:
            sys.exit(f"units: {old} is {units[old][0]}, {new} is {units[new][0]}")
        print(f"{float(value) * units[old][1] / units[new][1]:.{digits}f} {new}")
    case ["list", *rest]:
        for name in sorted(units):
            if not rest or rest[-1].endswith(units[name][0]):
                print(name, units[name][0], f"{units[name][1]:g}")
    case ["define", name, factor, unit, *rest]:
        if name in UNITS or name in own and not rest:
            sys.exit(f"units: {name} is defined already")
        if unit not in units:
            sys.exit(f"units: no unit {unit}")
        own[name] = [units[unit][0], float(factor) * units[unit][1]]
        json.dump(own, open(file, "w"))
    case _:
        print("usage: units.py COMMAND", file=sys.stderr)
        sys.exit(2)
