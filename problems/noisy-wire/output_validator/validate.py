"""First pass: takes the code, changes a character, and writes the second input. Second pass: compares.

The answer file has the place of the change; `-` is none. The place counts modulo the length of the code.
Each pass is given the input of that pass, so the first one leaves the message in the feedback folder; that
file also tells which pass it is.
"""
import os
import re
import sys


def finish(code, message):
    with open(sys.argv[3] + "judgemessage.txt", "a") as feedback:
        feedback.write(message + "\n")
    sys.exit(code)


def send(line, message, change, kept):
    if len(line) > 3 * len(message):
        finish(43, f"pass 1: {len(line)} characters for a message of {len(message)}")
    if change != "-":
        at = int(change) % len(line)
        line = line[:at] + "10"[int(line[at])] + line[at + 1 :]
    with open(kept, "w") as file:
        file.write(message)
    with open(sys.argv[3] + "nextpass.in", "w") as file:
        file.write(f"decode\n{line}\n")
    finish(42, f"pass 1: {len(line)} characters for {len(message)}")


def main():
    with open(sys.argv[2]) as file:
        change = file.read().strip()
    tokens = sys.stdin.buffer.read().decode("utf-8", "replace").split()
    kept = sys.argv[3] + "message.txt"
    number = 2 if os.path.exists(kept) else 1
    with open(kept if number == 2 else sys.argv[1]) as file:
        message = file.read().split()[-1]
    if len(tokens) != 1 or not re.fullmatch("[01]+", tokens[0]):
        finish(43, f"pass {number}: expected one line of zeros and ones, got {' '.join(tokens)[:60]!r}")
    if number == 1:
        send(tokens[0], message, change, kept)
    if tokens[0] != message:
        finish(43, "pass 2: that was not the message")
    finish(42, "pass 2: the message came through")


main()
