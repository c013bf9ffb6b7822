import re
import sys

text = sys.stdin.read()
assert len(text) <= 30_000 and text.endswith("\n")
assert re.fullmatch(r"[-a-z0-9+*/%<=() \n?!.]*", text), "bad character"
depth = 0
for character in text:
    depth += (character == "(") - (character == ")")
    assert depth <= 3000
sys.exit(42)
