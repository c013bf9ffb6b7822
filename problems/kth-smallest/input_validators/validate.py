import re
import sys

top = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
lines = sys.stdin.read().split("\n")
assert len(lines) == 4 and lines[3] == "", "three lines expected"
assert all(re.fullmatch(r"(0|[1-9][0-9]*)( (0|[1-9][0-9]*))*", line) for line in lines[:3])
n, k, q = map(int, lines[0].split())
assert 1 <= n <= top and 1 <= k <= 1000 and 1 <= q <= 2000
a, c, p = map(int, lines[1].split())
assert 0 <= a < p and 0 <= c < p <= 2**31
places = list(map(int, lines[2].split()))
assert len(places) == q and places[0] >= 1 and places[-1] <= n
assert all(left < right for left, right in zip(places, places[1:]))
sys.exit(42)
