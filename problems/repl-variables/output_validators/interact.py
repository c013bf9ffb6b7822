"""Sends the lines of the input one by one; each answer must be right before the next is sent."""
import os
import sys

LONGEST_ANSWER = 100_000


def finish(code, message):
    with open(sys.argv[3] + "judgemessage.txt", "a") as feedback:
        feedback.write(message + "\n")
    os._exit(code)


def send(line):
    try:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    except OSError:
        finish(43, f"the submission was gone before {line!r}")


def receive(line):
    answer = sys.stdin.buffer.readline(LONGEST_ANSWER)
    if not answer.endswith(b"\n"):
        finish(43, f"no whole answer to {line!r}, only {answer[:60]!r}")
    return answer.decode("utf-8", "replace").strip()


def main():
    with open(sys.argv[1]) as file:
        lines = file.read().splitlines()
    with open(sys.argv[2]) as file:
        answers = file.read().splitlines()
    for number, (line, expected) in enumerate(zip(lines, answers), 1):
        send(line)
        answer = receive(line)
        if answer != expected:
            finish(43, f"line {number}: {line!r} was answered by {answer[:100]!r}, not {expected!r}")
    if sys.stdin.buffer.read(1):
        finish(43, "output after bye")
    finish(42, f"{len(lines)} lines answered")


main()
