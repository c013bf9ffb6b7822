import re
import sys

match = re.fullmatch(r"([1-9][0-9]*) (fixed|adaptive) ([1-9][0-9]*)\n", sys.stdin.read())
assert match, "expected: n mode secret"
n, secret = int(match[1]), int(match[3])
assert 1 <= n <= 10**18
assert 1 <= secret <= n
assert match[2] == "fixed" or secret == 1
sys.exit(42)
