import re
import sys

match = re.fullmatch(r"(0|[1-9][0-9]*) ([1-9][0-9]*)\n", sys.stdin.read())
assert match, "one line with two integers"
assert int(match[1]) <= 10**12 and int(match[2]) <= 200
sys.exit(42)
