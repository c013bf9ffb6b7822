import re
import sys

lines = sys.stdin.read().split("\n")
assert lines.pop() == "", "the file must end with a newline"
assert 1 <= len(lines) <= 200
for line in lines:
    assert re.fullmatch(r"[-0-9.+*/^() a-z]{1,200}", line), f"bad line {line!r}"
    assert line.strip()
sys.exit(42)
