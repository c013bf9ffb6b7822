import re
import sys

text = sys.stdin.buffer.read().decode("utf-8")
match = re.fullmatch(r"(\S(?:[^\n]{0,58}\S)?)\n(0|[1-9][0-9]*)\n([1-9][0-9]*)\n", text)
assert match, "three lines expected"
assert 0 <= int(match[2]) <= 150
assert 1900 <= int(match[3]) <= 2200
sys.exit(42)
