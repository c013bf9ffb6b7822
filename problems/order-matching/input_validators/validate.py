import re
import sys

head, *messages = sys.stdin.read().split("\n")
assert messages.pop() == "", "the file must end with a newline"
assert re.fullmatch(r"[1-9][0-9]*", head) and int(head) == len(messages) <= 5000
ids = set()
for message in messages:
    match = re.fullmatch(r"(buy|sell) ([1-9][0-9]{0,5}) ([1-9][0-9]{0,6}) ([1-9][0-9]{0,6})|cancel ([1-9][0-9]{0,5})", message)
    assert match, f"bad message {message!r}"
    if match[1]:
        assert int(match[3]) <= 10**6 and int(match[4]) <= 10**6
        assert match[2] not in ids, f"id {match[2]} twice"
        ids.add(match[2])
sys.exit(42)
