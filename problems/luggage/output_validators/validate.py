"""The answer file has the best value and the points of the case: all for value and choice, half for the value alone."""
import re
import sys


def write(name, text):
    with open(sys.argv[3] + name, "a") as feedback:
        feedback.write(text + "\n")


def accept(points, message):
    write("score.txt", f"{points:g}")
    write("judgemessage.txt", message)
    sys.exit(42)


def reject(message):
    write("judgemessage.txt", message)
    sys.exit(43)


def number(text):
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None


def fault_of_choice(tokens, things, most, best):
    """Why the second line isn't a best choice, or None if it is."""
    numbers = [number(token) for token in tokens]
    if not numbers or None in numbers:
        return "no choice was printed"
    count, chosen = numbers[0], numbers[1:]
    if count != len(chosen) or len(set(chosen)) != count:
        return f"{count} things announced, {len(set(chosen))} different ones printed"
    if not all(1 <= thing <= len(things) for thing in chosen):
        return "there is no such thing"
    weight = sum(things[thing - 1][0] for thing in chosen)
    if weight > most:
        return f"the choice weighs {weight}, more than {most}"
    value = sum(things[thing - 1][1] for thing in chosen)
    return None if value == best else f"the choice is worth {value}, not {best}"


def main():
    with open(sys.argv[1]) as file:
        (_, most), *things = (tuple(map(int, line.split())) for line in file)
    with open(sys.argv[2]) as file:
        best, points = map(int, file.read().split())
    tokens = sys.stdin.buffer.read().decode("utf-8", "replace").split()
    if not tokens or number(tokens[0]) is None:
        reject("the output doesn't begin with a value")
    if number(tokens[0]) != best:
        reject(f"value {tokens[0]}, but the best is {best}")
    fault = fault_of_choice(tokens[1:], things, most, best)
    if fault:
        accept(points / 2, f"half of {points} points: {fault}")
    accept(points, f"{points} points")


main()
