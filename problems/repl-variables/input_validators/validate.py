import sys

ALLOWED = set("abcdefghijklmnopqrstuvwxyz0123456789+-*/()= ?.")

lines = sys.stdin.read().split("\n")
assert lines.pop() == "", "the file must end with a newline"
assert 1 <= len(lines) <= 200
assert lines[-1] == "quit" and "quit" not in lines[:-1]
for line in lines:
    assert 1 <= len(line) <= 100
    assert set(line) <= ALLOWED, f"bad character in {line!r}"
    assert line.strip(), "blank line"
sys.exit(42)
