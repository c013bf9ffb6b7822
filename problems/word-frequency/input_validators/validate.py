import re
import sys

head, _, text = sys.stdin.read().partition("\n")
assert re.fullmatch(r"[1-9][0-9]{0,3}", head) and int(head) <= 1000
assert len(text) <= 20_000 and re.fullmatch(r"[ -~\n]*", text)
assert text == "" or text.endswith("\n")
sys.exit(42)
