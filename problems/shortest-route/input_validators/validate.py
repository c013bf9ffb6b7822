import re
import sys

INT = r"(0|[1-9][0-9]*)"


def main():
    lines = sys.stdin.read().split("\n")
    assert lines.pop() == "", "the file must end with a newline"
    head = re.fullmatch(f"{INT} {INT} {INT} {INT}", lines[0])
    assert head, "first line: n m s t"
    n, m, s, t = map(int, head.groups())
    assert 1 <= n <= 2000 and 0 <= m <= 8000 and 1 <= s <= n and 1 <= t <= n
    assert len(lines) == m + 1, "m streets expected"
    for line in lines[1:]:
        street = re.fullmatch(f"{INT} {INT} {INT}", line)
        assert street, f"bad street {line!r}"
        a, b, w = map(int, street.groups())
        assert 1 <= a <= n and 1 <= b <= n and 0 <= w <= 10**9


main()
sys.exit(42)
