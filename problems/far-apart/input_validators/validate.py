import re
import sys

head, parents, rest = sys.stdin.read().split("\n")
assert rest == "", "two lines expected"
assert re.fullmatch(r"[1-9][0-9]{0,4}", head) and int(head) <= 10_000
assert parents == "" or re.fullmatch(r"[1-9][0-9]*( [1-9][0-9]*)*", parents)
parents = list(map(int, parents.split()))
assert len(parents) == int(head) - 1
assert all(parent < station for station, parent in enumerate(parents, 2))
sys.exit(42)
