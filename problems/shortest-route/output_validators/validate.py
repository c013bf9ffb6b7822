"""Accepts any shortest ride: the length must be the judges', the ride must add up to it."""
import re
import sys

INT = re.compile(r"[0-9]{1,18}")


def finish(code, message):
    with open(sys.argv[3] + "judgemessage.txt", "a") as feedback:
        feedback.write(message + "\n")
    sys.exit(code)


def number(token):
    if not INT.fullmatch(token):
        finish(43, f"expected a number, got {token[:40]!r}")
    return int(token)


def read_streets(path):
    """Length of the shortest street for each ordered pair of crossings."""
    with open(path) as file:
        n, m, s, t = map(int, file.readline().split())
        streets = {}
        for line in file:
            a, b, w = map(int, line.split())
            streets[a, b] = min(w, streets.get((a, b), w))
    return n, s, t, streets


def main():
    n, s, t, streets = read_streets(sys.argv[1])
    with open(sys.argv[2]) as file:
        expected = file.read().split()
    tokens = sys.stdin.buffer.read().decode("utf-8", "replace").split()
    if not tokens:
        finish(43, "the output is empty")
    if expected == ["unreachable"] or tokens[0] == "unreachable":
        if tokens == expected:
            finish(42, "rightly unreachable")
        finish(43, f"expected {expected[0]}, got {' '.join(tokens)[:40]!r}")
    if number(tokens[0]) != int(expected[0]):
        finish(43, f"length {tokens[0]}, but the shortest is {expected[0]}")
    if len(tokens) < 2:
        finish(43, "the ride is missing")
    count = number(tokens[1])
    ride = [number(token) for token in tokens[2:]]
    if count != len(ride) or not 1 <= count <= n:
        finish(43, f"{count} crossings announced, {len(ride)} printed")
    if ride[0] != s or ride[-1] != t:
        finish(43, f"the ride goes from {ride[0]} to {ride[-1]}")
    total = 0
    for a, b in zip(ride, ride[1:]):
        if (a, b) not in streets:
            finish(43, f"no street leads from {a} to {b}")
        total += streets[a, b]
    if total != int(expected[0]):
        finish(43, f"the printed ride is {total} long, not {expected[0]}")
    finish(42, "a shortest ride")


main()
