import re
import sys

top = int(sys.argv[1]) if len(sys.argv) > 1 else 100
head, *things = sys.stdin.read().split("\n")
assert things.pop() == "", "the file must end with a newline"
match = re.fullmatch(r"([1-9][0-9]*) (0|[1-9][0-9]*)", head)
assert match and int(match[1]) <= top and int(match[2]) <= 1000
assert len(things) == int(match[1])
for thing in things:
    match = re.fullmatch(r"([1-9][0-9]*) ([1-9][0-9]*)", thing)
    assert match and int(match[1]) <= 1000 and int(match[2]) <= 10**6, f"bad thing {thing!r}"
sys.exit(42)
