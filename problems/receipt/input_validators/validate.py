import re
import sys

head, *items = sys.stdin.read().split("\n")
assert items.pop() == "", "the file must end with a newline"
assert re.fullmatch(r"[1-9][0-9]{0,2}", head) and int(head) <= 100
assert len(items) == int(head)
for item in items:
    match = re.fullmatch(r"([A-Za-z0-9-](?:[A-Za-z0-9 -]{0,38}[A-Za-z0-9-])?);([1-9][0-9]{0,2});(0|[1-9][0-9]{0,6})", item)
    assert match, f"bad item {item!r}"
sys.exit(42)
